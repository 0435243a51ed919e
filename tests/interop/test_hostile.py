"""What packages may carry to harm a reader or a learner."""

import pytest
from django.urls import reverse

from catecp.courses.content import UnitSource, cleaned
from catecp.courses.models import Asset, Block, ContentAsset
from catecp.courses.services.assets import keep_bytes
from catecp.interop.packages import markup, svg
from catecp.interop.packages.refusal import PackageRefused
from tests.access import release
from tests.factories.courses import AT, make_course, text
from tests.interop.made import blocks, cartridge, film, h5p, manifest, png, read, zipped

LAUGHS = """<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><manifest>&b;</manifest>"""
FETCHES = """<?xml version="1.0"?><!DOCTYPE m [<!ENTITY f SYSTEM "file:///etc/passwd">]><manifest>&f;</manifest>"""


@pytest.mark.parametrize("text", [LAUGHS, FETCHES, LAUGHS.replace("utf-8", "utf-16")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_its_own_refuse_a_document(text, encoding):
    with pytest.raises(PackageRefused) as refused:
        markup.parse(text.encode(encoding), name="imsmanifest.xml")

    assert refused.value.code == "entities"


def test_an_encoding_that_could_hide_something_is_refused():
    with pytest.raises(PackageRefused) as refused:
        markup.parse(b'<?xml version="1.0" encoding="utf-7"?><a/>', name="a.xml")

    assert refused.value.code == "encoding"


def test_a_plain_doctype_and_named_characters_are_harmless():
    root = markup.parse(b'\xef\xbb\xbf<!DOCTYPE q SYSTEM "q.dtd"><q>caf&eacute;&nbsp;&amp;</q>', name="q.xml")

    assert "".join(root.itertext()) == "café\xa0&"


def test_a_tree_too_deep_is_refused():
    with pytest.raises(PackageRefused) as refused:
        markup.parse("<a>" * 5_000 + "</a>" * 5_000, name="a.xml")

    assert refused.value.code == "not_xml"


def test_scripts_of_a_page_are_gone_and_said(tmp_path):
    body = (
        '<p onclick="x()">Read <a href="javascript:steal()">this</a></p><script>x()</script>'
        '<iframe src="javascript:x()"></iframe><img src=x onerror="x()"><form><input name="a"></form>'
    )
    course, items = read(cartridge(tmp_path / "c.imscc", body))

    assert [block.body for block in blocks(course)] == [{"html": "<p>Read this</p>"}]
    assert ("Page “Lesson one”", "changed", "Scripts were taken out; learners' pages never run what others wrote.") in items
    assert ("Picture “x”", "left_out", "The package refers to it but does not hold it.") in items


def test_what_acts_in_a_drawing_is_taken_out():
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" onload="a()"><script>a()</script>'
        b'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject><a x:href="javascript:a()"><text>no</text></a>'
        b'<use x:href="https://evil.example/a.svg#b"/><image href="https://evil.example/a.png"/><set attributeName="href"/>'
        b'<rect style="fill:url(https://evil.example/)" width="1"/><circle r="3" fill="url(#grad)"/></svg>'
    )

    content, dropped = svg.harmless(drawing, name="a.svg")

    assert content == (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
        b'<use/><image/><rect width="1"/><circle r="3" fill="url(#grad)"/></svg>'
    )
    assert dropped == {"onload", "script", "foreignObject".lower(), "a", "href", "set", "style"}


def test_a_drawing_with_a_script_is_kept_harmless_and_said(tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script><rect width="1"/></svg>'
    course, items = read(cartridge(tmp_path / "c.imscc", '<p>See <img src="../a.svg" alt="A box"></p>', **{"a.svg": drawing}))

    assert ("Picture “a.svg”", "changed", "Parts that could act were taken out of the drawing: script.") in items
    assert 'alt="A box"' in blocks(course)[0].body["html"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", b"MZ\x90\x00" + b"\0" * 100, "It is a program; programs are never handed to learners."),
        ("a.png", b"%PDF-1.4 not a picture", "Its content is not what its name says; such files are made to mislead."),
        (
            "a.png",
            png() + b"PK\x05\x06" + b"\0" * 18,
            "It is a picture and something else at once; such files are made to mislead.",
        ),
        ("a.gif", b"GIF89a<script>x()</script>", "It is a picture and something else at once; such files are made to mislead."),
    ],
)
def test_files_that_mislead_are_left_out(tmp_path, name, content, why):
    _course, items = read(cartridge(tmp_path / "c.imscc", f'<p>See</p><img src="../{name}" alt="a">', **{name: content}))

    assert (f"Picture “{name}”", "left_out", why) in items


def test_a_bomb_inside_a_package_is_not_handed_on(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", {"zeros.bin": b"\0" * 30_000_000}).read_bytes()
    _course, items = read(cartridge(tmp_path / "c.imscc", '<p>See <a href="../b.zip">files</a></p>', **{"b.zip": bomb}))

    assert [(what, outcome) for what, outcome, _why in items if "b.zip" in what] == [("File “b.zip”", "left_out")]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"imsmanifest.xml": "<manifest"}, "not_xml"),
        ({"imsmanifest.xml": LAUGHS}, "entities"),
        ({"imsmanifest.xml": "<html/>"}, "wrong_manifest"),
        ({"imsmanifest.xml": manifest(resources="")}, "nothing"),
        ({"imsmanifest.xml": manifest(resources="", schema="ADL SCORM", version="1.2")}, "wrong_manifest"),
        ({"cmi5.xml": "<courseStructure/>"}, "wrong_manifest"),
        ({"h5p.json": "{not json"}, "not_json"),
        ({"h5p.json": "[]"}, "wrong_manifest"),
        ({"moodle_backup.xml": "<moodle_backup/>"}, "wrong_manifest"),
        ({"course.xml": "<chapter/>"}, "wrong_manifest"),
        ({"readme.txt": "nothing here"}, "unknown"),
        ({"a/b/imsmanifest.xml": "<manifest/>", "c.txt": "x"}, "no_manifest"),
    ],
)
def test_wrong_manifests_are_refused_with_the_reason(tmp_path, members, code):
    with pytest.raises(PackageRefused) as refused:
        read(zipped(tmp_path / "c.zip", members))

    assert refused.value.code == code


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '"text"',
        '{"chapters": "x"}',
        '{"chapters": [{"library": 5, "params": []}]}',
        '{"chapters": [{"params": {"content": {}}}]}',
        "[" * 9_000,
    ],
)
def test_content_of_another_shape_is_read_or_refused(tmp_path, content):
    path = zipped(tmp_path / "a.h5p", {"h5p.json": '{"mainLibrary": "H5P.InteractiveBook"}', "content/content.json": content})

    try:
        course, _items = read(path)
    except PackageRefused as refusal:
        assert refusal.code == "not_json"
    else:
        assert [block.kind for block in blocks(course)] == ["package"]


def test_every_body_fits_its_kind_whatever_the_content_says(tmp_path):
    content = {"question": 5, "answers": [{"text": ["x"], "correct": "yes"}, "no", None], "behaviour": []}
    course, _items = read(h5p(tmp_path / "a.h5p", "H5P.MultiChoice 1.16", content, **{"content/a.mp4": film()}))

    for block in blocks(course):
        cleaned(block.kind, block.body)


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{}<g/>@import "https://evil.example/a.css";</style></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><style>a{}<!-- -->@import "https://evil.example/a.css";</style></svg>',
        b'<svg xmlns="http://www.w3.org/1999/xhtml" onload="a()"><body onload="a()"/></svg>',
    ],
)
def test_drawing_hides_nothing_behind_a_child_a_comment_or_another_namespace(drawing):
    content, _dropped = svg.harmless(drawing, name="a.svg")

    assert [word for word in (b"evil", b"onload") if word in content] == []


@pytest.mark.django_db
def test_drawing_of_a_lesson_is_shown_as_a_picture_and_never_as_a_page(client):
    version = make_course(units=(UnitSource(title="One", key="u1", blocks=(text("<p>Hot.</p>"),)),)).published
    place = Block.objects.get(version=version)
    asset = keep_bytes(name="a.svg", content=b'<svg xmlns="http://www.w3.org/2000/svg"/>', at=AT, by=None)
    Asset.objects.filter(pk=asset.pk).update(media_type="image/svg+xml")
    ContentAsset.objects.create(content=place.content, asset=asset)

    response = client.get(reverse("courses:media", args=[asset.sha256, "original"]))

    assert response["Content-Type"] == "image/svg+xml"  # an <img> shows it; whoever opens its address keeps a file
    assert response["Content-Disposition"] == 'attachment; filename="a.svg"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    release(response)

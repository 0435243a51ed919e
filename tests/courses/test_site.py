import re
from posixpath import dirname, join, normpath

import pytest

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.enums import RenditionKind
from catecp.courses.models import Asset, Rendition
from catecp.courses.rendering.site import Shell, site_of
from catecp.courses.services.assets import keep_bytes
from tests.factories.courses import AT, make_course, single, text

pytestmark = pytest.mark.django_db


def film():
    asset = keep_bytes(name="arc.mp4", content=b"\0\0\0\x18ftypisom" + b"0" * 5000, at=AT, by=None)
    for kind, size in ((RenditionKind.P144, 100), (RenditionKind.P240, 200), (RenditionKind.P480, 400)):
        made = keep_bytes(name="small", content=b"\0\0\0\x18ftypisom" + b"1" * size, at=AT, by=None)
        Rendition.objects.create(asset=asset, kind=kind, sha256=made.sha256, media_type="video/mp4", size=made.size)
    return asset


def made(course, media="240p", languages=("en", "km")):
    return {
        file.path: file
        for file in site_of(course.published, languages=languages, media=media, shell=Shell(scripts=["js/learning/check.js"]))
    }


def course_with_film():
    clip = BlockSource(
        "video", {"asset": film().sha256, "title": "The arc", "cues": [{"start": 0, "end": 2, "text": "Look away."}]}, key="clip"
    )
    return make_course(units=[UnitSource(title="One", blocks=(text("<p>Hot.</p>"), clip, single()), key="one")])


def test_every_address_in_the_pages_is_a_file_of_the_folder():
    files = made(course_with_film())

    for path, file in files.items():
        if path.endswith(".html"):
            for address in re.findall(r'(?:src|href)="([^"#]+)"', file.content.decode()):
                assert normpath(join(dirname(path), address)) in files, (path, address)


def test_only_the_chosen_form_of_a_film_goes_along():
    course = course_with_film()
    asset = Asset.objects.get(name="arc.mp4")

    sizes = {
        media: [file.size for path, file in made(course, media).items() if path.startswith("media/")]
        for media in ("240p", "none")
    }

    assert sizes == {"240p": [asset.renditions.get(kind="240p").size], "none": []}


def test_films_words_go_along_in_each_language():
    files = made(course_with_film())

    assert [path for path in files if path.startswith("words/")] == ["words/clip-en.vtt", "words/clip-km.vtt"]
    assert b"00:00:00.000 --> 00:00:02.000\nLook away." in files["words/clip-en.vtt"].content


def test_pages_have_no_script_inside_them():
    files = made(course_with_film())

    inline = re.findall(rb"<script(?![^>]*src=)(?![^>]*application/json)", files["en/one.html"].content)

    assert inline == []

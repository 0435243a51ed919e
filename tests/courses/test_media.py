import struct
import subprocess
import zlib

import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from catecp.courses import ffmpeg
from catecp.courses.byte_ranges import NotSatisfiable, Span, asked_span
from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.ffmpeg import CannotRead, Probe
from catecp.courses.models import Asset, Rendition
from catecp.courses.queries.passport import media_of
from catecp.courses.services.assets import keep_bytes
from catecp.courses.services.renditions import make_renditions, recipes
from catecp.files import storage
from tests.access import release
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.courses import AT, make_course


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """One second of 320 × 180 with a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1", "-f", "lavfi", "-i", "sine=440:duration=1"]
    subprocess.run([get_ffmpeg_exe(), "-loglevel", "error", *source, "-pix_fmt", "yuv420p", str(path)], check=True)
    return path.read_bytes()


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "picture.png"
    source = ["-f", "lavfi", "-i", "mandelbrot=size=900x600", "-frames:v", "1"]
    subprocess.run([get_ffmpeg_exe(), "-loglevel", "error", *source, str(path)], check=True)
    return path.read_bytes()


def course_with(asset, kind="video", **more):
    block = BlockSource(kind=kind, body={"asset": asset.sha256, "title": "A weld", "alt": "A weld"})
    return make_course(units=[UnitSource(title="Look", blocks=(block,))], **more)


def test_film_is_never_made_larger():
    found = recipes("video/mp4", Probe(320, 180, 4.0, has_picture=True, has_sound=True))

    assert [recipe.kind.value for recipe in found] == ["144p", "poster", "audio"]


def test_film_upright_counts_its_shorter_side():
    found = recipes("video/mp4", Probe(480, 854, 4.0, has_picture=True))

    assert "scale=144:256:flags=area" in found[0].arguments[3]
    assert [recipe.kind.value for recipe in found] == ["144p", "240p", "480p", "poster"]


@pytest.mark.django_db
def test_forms_of_a_film_are_made_once(film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)

    again = make_renditions(asset=Asset.objects.get(pk=asset.pk), at=AT)

    made = {row.kind: row for row in Rendition.objects.filter(asset=asset)}
    assert (sorted(made), again) == (["144p", "audio", "poster"], 0)
    found = ffmpeg.probe(storage.path_of(made["144p"].sha256), "video/mp4")
    assert (found.width, found.height, found.has_sound) == (256, 144, True)
    asset.refresh_from_db()
    assert (asset.width, asset.height, round(asset.seconds)) == (320, 180, 1)


@pytest.mark.django_db
def test_picture_gets_a_small_form(picture):
    asset = keep_bytes(name="weld.png", content=picture, at=AT, by=None)

    form = asset.renditions.get()

    assert (form.kind, form.media_type, form.size < asset.size) == ("small", "image/webp", True)
    assert ffmpeg.probe(storage.path_of(form.sha256), "image/webp").width == 640


@pytest.mark.django_db
def test_broken_film_is_noted_and_harms_nothing():
    asset = keep_bytes(name="broken.mp4", content=b"\0\0\0\x18ftypmp42" + b"nothing" * 300, at=AT, by=None)

    row = asset.renditions.get()

    assert (row.sha256, bool(row.problem)) == ("", True)


def test_playlist_named_as_a_film_reads_no_other_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    playlist = tmp_path / "film.mp4"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n")

    with pytest.raises(CannotRead):
        ffmpeg.probe(playlist, "video/mp4")


def test_picture_of_too_many_pixels_is_not_decoded(tmp_path):
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    end = b"IEND"
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    content += struct.pack(">I", 0) + end + struct.pack(">I", zlib.crc32(end))
    path = tmp_path / "bomb.png"
    path.write_bytes(content)

    with pytest.raises(CannotRead):
        ffmpeg.probe(path, "image/png")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-4", Span(0, 4)),
        ("bytes=5-", Span(5, 9)),
        ("bytes=-3", Span(7, 9)),
        ("bytes=2-900", Span(2, 9)),
        ("bytes=4-2", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
        ("bytes=-", None),
    ],
)
def test_span_asked_for(header, expected):
    assert asked_span(header, 10) == expected


def test_span_behind_the_end_cannot_be_answered():
    with pytest.raises(NotSatisfiable):
        asked_span("bytes=10-", 10)


@pytest.mark.django_db
def test_cut_download_goes_on_where_it_broke(client, film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)
    course_with(asset)
    address = f"/media/{asset.sha256}/original"

    first = client.get(address)
    received = b"".join(first.streaming_content)[:1000]
    rest = client.get(address, headers={"Range": "bytes=1000-", "If-Range": first["ETag"], "Accept-Encoding": "gzip"})

    assert (first.status_code, rest.status_code) == (200, 206)
    assert rest["Content-Range"] == f"bytes 1000-{len(film) - 1}/{len(film)}"
    assert received + b"".join(rest.streaming_content) == film
    assert first["Cache-Control"] == "public, max-age=31536000, immutable"
    release(first)
    release(rest)


@pytest.mark.django_db
def test_part_of_another_file_is_not_sent(client, film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)
    course_with(asset)

    answer = client.get(f"/media/{asset.sha256}/original", headers={"Range": "bytes=1000-", "If-Range": '"other"'})

    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (200, len(film))
    release(answer)


@pytest.mark.django_db
def test_range_outside_is_answered_with_the_size(client, film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)
    course_with(asset)

    answer = client.get(f"/media/{asset.sha256}/original", headers={"Range": f"bytes={len(film)}-"})

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(film)}")


@pytest.mark.django_db
def test_media_of_a_draft_are_for_its_authors(client, film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)
    course = course_with(asset, published=False)
    author = UserFactory()
    GrantFactory(user=author, role="author", scope="institution", scope_id=course.owner_id)
    address = f"/media/{asset.sha256}/144p"

    as_stranger = client.get(address).status_code
    client.force_login(author)
    as_author = client.get(address)

    assert (as_stranger, as_author.status_code, as_author["Cache-Control"].split(",")[0]) == (404, 200, "private")
    release(as_author)


@pytest.mark.django_db
def test_file_that_could_run_is_only_offered_to_keep(client):
    asset = keep_bytes(name="page.html", content=b"<script>alert(1)</script>", at=AT, by=None)
    course_with(asset, kind="file")

    answer = client.get(f"/media/{asset.sha256}/original")

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    release(answer)


@pytest.mark.django_db
def test_every_form_of_a_version_with_its_size(film):
    asset = keep_bytes(name="weld.mp4", content=film, at=AT, by=None)
    course = course_with(asset)

    forms = media_of(course.published)[asset.sha256]

    assert sorted(forms) == ["144p", "audio", "original", "poster"]
    assert forms["original"] == (asset.sha256, "video/mp4", len(film))

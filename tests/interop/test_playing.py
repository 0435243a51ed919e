import io
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.services.assets import keep_bytes
from catecp.interop.playing.members import NoSuchMember, found, names_in
from catecp.interop.playing.origin import Ticket, signed
from catecp.learning.models import Learner
from catecp.learning.sessions import open_session
from tests.access import release
from tests.factories.courses import AT, OfferingFactory, make_course
from tests.factories.learning import EnrolmentFactory

pytestmark = pytest.mark.django_db
CMI5 = """<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="https://x.example/c"><title/></course>
<au id="https://x.example/au" moveOn="Passed" masteryScore="0.8"><url>start.html</url></au></courseStructure>"""


def package(**files: str):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in {"index.html": "<p>Hello</p>", "../out.html": "no", **files}.items():
            archive.writestr(name, text)
    return keep_bytes(name="package.zip", content=made.getvalue(), at=AT, by=None)


def ticket(asset, **more) -> str:
    return signed(replace(Ticket(asset.sha256, "html", "index.html", "http://localhost:8000"), **more))


def test_file_of_a_package_is_served_in_the_other_origin_only(client):
    address = reverse("interop:package_file", args=[ticket(package()), "INDEX.html"])

    other = client.get(address, headers={"host": "127.0.0.1:8000"})
    own = client.get(address, headers={"host": "localhost:8000"})

    assert (other.status_code, b"".join(other.streaming_content), own.status_code) == (200, b"<p>Hello</p>", 404)
    assert "frame-ancestors 'self' http://localhost:8000" in other["Content-Security-Policy"]
    release(other)


def test_member_that_leads_out_of_the_package_is_not_there():
    asset = package()

    with pytest.raises(NoSuchMember):
        found(asset.sha256, "../out.html")
    assert list(names_in(asset.sha256)) == ["index.html"]


def test_forged_ticket_is_not_found(client):
    address = reverse("interop:player", args=[ticket(package())[:-2] + "xx"])

    assert client.get(address, headers={"host": "127.0.0.1:8000"}).status_code == 404


def test_cmi5_unit_is_launched_with_what_its_structure_says(client):
    asset = package(**{"cmi5.xml": CMI5})
    address = reverse("interop:player", args=[ticket(asset, format="cmi5", launch="start.html")])

    page = client.get(address, headers={"host": "127.0.0.1:8000"}).content.decode()

    assert '"moveOn": "Passed"' in page and '"masteryScore": 0.8' in page


def _enrolled(client, rf):
    body = {"asset": package().sha256, "format": "html", "launch": "index.html", "title": "Try it", "fallback": "<p>Read on.</p>"}
    course = make_course(units=[UnitSource(title="A", key="u1", blocks=(BlockSource(kind="package", body=body, key="pack1"),))])
    enrolment = EnrolmentFactory(offering=OfferingFactory(version=course.published))
    request, response = rf.get("/"), client.get("/healthz")
    open_session(request, response, learner=Learner.objects.get(pk=enrolment.learner_id), identity=None, at=AT)
    client.cookies = response.cookies
    return enrolment


def test_learner_gets_the_player_from_the_other_origin(client, rf, freezer_now):
    enrolment = _enrolled(client, rf)

    response = client.get(reverse("interop:play", args=[enrolment.public_id, "pack1"]), headers={"host": "localhost:8000"})

    page = response.content.decode()
    assert 'src="http://127.0.0.1:8000/content/' in page
    assert 'data-play="pack1"' in page  # what the progress is kept under
    assert f'href="{reverse("learning:lesson", args=[enrolment.public_id, "u1"])}#b-pack1"' in page
    assert "frame-src http://127.0.0.1:8000" in response["Content-Security-Policy"]


def test_without_a_second_origin_the_page_says_so_and_shows_the_fallback(client, rf, freezer_now):
    enrolment = _enrolled(client, rf)

    page = client.get(
        reverse("interop:play", args=[enrolment.public_id, "pack1"]), headers={"host": "testserver"}
    ).content.decode()

    assert "CATECP_CONTENT_ADDRESS" in page and "Read on." in page and "<iframe" not in page


def test_package_of_somebody_else_is_not_found(client, rf, freezer_now):
    _enrolled(client, rf)
    other = EnrolmentFactory()

    assert client.get(reverse("interop:play", args=[other.public_id, "pack1"])).status_code == 404


@pytest.fixture
def freezer_now(monkeypatch):
    """The session is opened at the moment of the fixtures."""
    monkeypatch.setattr("catecp.learning.sessions.timezone.now", lambda: AT)


def test_file_of_a_package_is_served_at_no_further_address_of_the_machine(client, settings):
    """Whoever says `Host: localhost` gets a ticket for its twin; at the machine's address in the network people have their sessions."""
    settings.ALLOWED_HOSTS = ["*"]
    address = reverse("interop:package_file", args=[ticket(package()), "index.html"])

    statuses = [
        client.get(address, headers={"host": host}).status_code for host in ("192.168.1.5:8000", "127.0.0.1:9000", "evil.example")
    ]

    assert statuses == [404, 404, 404]


def test_with_a_content_address_packages_are_served_there_only(client, settings):
    settings.ALLOWED_HOSTS, settings.CONTENT_ADDRESS = ["*"], "https://content.example"
    address = reverse("interop:package_file", args=[ticket(package(), shown_by="https://catecp.example"), "index.html"])

    there = client.get(address, headers={"host": "content.example"})
    elsewhere = [client.get(address, headers={"host": host}).status_code for host in ("catecp.example", "127.0.0.1:8000")]

    assert (there.status_code, elsewhere) == (200, [404, 404])
    release(there)

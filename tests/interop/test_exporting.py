import io
import zipfile

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.models import Passport
from catecp.interop.exporting.formats import FORMATS, Choice, differences
from catecp.interop.exporting.rules import is_open
from catecp.interop.oaipmh.protocol import _token
from catecp.learning.bundle.making import zipped
from tests.factories.courses import make_course, single, text

pytestmark = pytest.mark.django_db
_TOKEN = {"from": "", "until": "", "set": "", "after": 0, "at": 0}
ORDER = BlockSource(
    "question", {"type": "order", "prompt": "<p>Order</p>", "options": [{"key": "a", "text": "1"}, {"key": "b", "text": "2"}]}
)
NUMBER = BlockSource("question", {"type": "number", "prompt": "<p>How many?</p>", "value": 3.5, "tolerance": 0.1})
UNITS = [
    UnitSource(
        title="Chapter & one",
        units=(
            UnitSource(title="First", blocks=(text("<p>Hot.</p>"), single(), ORDER, NUMBER), key="first"),
            UnitSource(title="Second", blocks=(text("<p>Cold.</p>"),), key="second"),
        ),
    )
]


def package(kind: str, **more) -> zipfile.ZipFile:
    course = make_course(units=UNITS)
    data = b"".join(zipped(FORMATS[kind](Choice(course.published, "en", **more))))
    return zipfile.ZipFile(io.BytesIO(data))


def names_of(root):
    return [element.text for element in root.iter() if element.tag.endswith("title")]


@pytest.mark.parametrize("kind", ["scorm12", "cartridge"])
def test_every_file_of_the_manifest_is_in_the_package(kind):
    archive = package(kind)

    root = ElementTree.fromstring(archive.read("imsmanifest.xml"))

    listed = {element.get("href") for element in root.iter() if element.tag.endswith("}file")}
    assert listed <= set(archive.namelist())
    assert archive.testzip() is None


def test_scorm_package_has_one_sco_a_lesson():
    root = ElementTree.fromstring(package("scorm12").read("imsmanifest.xml"))

    scos = [e.get("href") for e in root.iter() if e.get("{http://www.adlnet.org/xsd/adlcp_rootv1p2}scormtype") == "sco"]
    assert scos == ["en/first.html", "en/second.html"]
    assert names_of(root) == ["Safety in the welding shop", "Chapter & one", "First", "Second"]


def test_cartridge_has_a_test_of_the_questions_it_knows():
    archive = package("cartridge")

    root = ElementTree.fromstring(archive.read("tests/first.xml"))

    profiles = [
        e.text for e in root.iter() if e.tag.endswith("fieldentry") and (e.text or "").startswith("cc.") and "exam" not in e.text
    ]
    right = [e.text for e in root.iter() if e.tag.endswith("varequal")]
    assert (profiles, right) == (["cc.multiple_choice.v0p1", "cc.fib.v0p1"], ["b", "3.5"])


def test_what_is_different_is_said():
    course = make_course(units=UNITS)

    said = differences(Choice(course.published, "en"), "cartridge")

    assert said == [
        "Ordering and matching questions stay in the pages; a cartridge's tests do not know them.",
        "A number's tolerance is lost in a cartridge's tests.",
    ]


def test_same_course_gives_the_same_bytes():
    course = make_course(units=UNITS)

    first, second = (b"".join(zipped(FORMATS["html"](Choice(course.published, "en")))) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(("licence", "expected"), [("CC-BY-SA-4.0", True), ("MIT", True), ("agreement", False), ("", False)])
def test_open_licences(licence, expected):
    assert is_open(licence) is expected


def oai(client, **arguments):
    response = client.get(reverse("interop:oai"), arguments)
    return ElementTree.fromstring(response.content)


def local(root, name):
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]


def test_harvester_gets_every_course_once_over_pages(client, monkeypatch):
    monkeypatch.setattr("catecp.interop.oaipmh.protocol.PAGE", 2)
    courses = {make_course(title=f"Course {n}").public_id for n in range(5)}
    found, token, answers = [], "", 0

    while token or not found:
        asked = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"}
        root = oai(client, verb="ListRecords", **asked)
        found += [element.text.rpartition("/")[2] for element in local(root, "identifier") if element.text.startswith("oai:")]
        tokens = local(root, "resumptionToken")
        token, answers = (tokens[0].text or "") if tokens else "", answers + 1

    assert (sorted(found), answers) == (sorted(courses), 3)


def test_record_names_title_in_each_language_and_the_licence(client, settings):
    settings.SITE_ADDRESS = "https://catecp.example"
    course = make_course(title="Safety", licence="CC-BY-4.0")
    Passport.objects.filter(version=course.published).update(rights_holder="A college")

    root = oai(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:catecp.example:course/{course.public_id}")

    assert [(e.text, e.get("{http://www.w3.org/XML/1998/namespace}lang")) for e in local(root, "title")] == [("Safety", "en")]
    assert [e.text for e in local(root, "rights")] == ["CC-BY-4.0"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Steal"}, "badVerb"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-02", "until": "2026-01-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": _token({**_TOKEN, "after": 2**63})}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": _token({**_TOKEN, "at": float("inf")})}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:other:1"}, "idDoesNotExist"),
        ({"verb": "Identify", "more": "1"}, "badArgument"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_wrong_question_gets_the_protocols_word_for_it(client, arguments, code):
    root = oai(client, **arguments)

    assert [error.get("code") for error in local(root, "error")] == [code]

"""The six verbs of OAI-PMH 2.0 (http://www.openarchives.org/OAI/openarchivesprotocol.html) over the published courses.

Records carry the moment of publishing or withdrawing as their datestamp; withdrawn courses stay as deleted records ("persistent").
Sets are fields of study. Lists come 100 at a time; a resumption token holds the question and the place, and does not expire.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.db.models import QuerySet

from catecp.courses.enums import VersionState
from catecp.courses.models import Course, Field, Version
from catecp.courses.structured_data import language_tag
from catecp.languages.models import Translation

PAGE = 100
PREFIX = "oai_dc"
_VERBS: dict[str, tuple[set[str], set[str]]] = {  # verb → required and optional arguments
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set"}),
}
_NOT_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")  # letters no XML document may hold
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Problem(Exception):
    """An error of the protocol: `code` is one of its own words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Site:
    address: str  # of this endpoint
    host: str  # in identifiers
    course_address: str  # with {} for the public id
    email: str


def answer(arguments: Mapping[str, Sequence[str]], site: Site, now: datetime) -> str:
    """The whole answer as XML. Problems are answers too, with status 200, as the protocol wants."""
    try:
        asked = _checked(arguments)
        body = _BODIES[asked["verb"]](asked, site)
        shown = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
    except Problem as problem:
        shown = (
            "" if problem.code in {"badVerb", "badArgument"} else "".join(f" {n}={quoteattr(v[0])}" for n, v in arguments.items())
        )
        body = f'<error code="{problem.code}">{escape(str(problem))}</error>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
        'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
        f"<responseDate>{_moment(now)}</responseDate><request{shown}>{escape(site.address)}</request>{body}</OAI-PMH>\n"
    )


def _checked(arguments: Mapping[str, Sequence[str]]) -> dict[str, str]:
    if any(len(values) > 1 for values in arguments.values()):
        raise Problem("badArgument", "An argument is given twice.")
    asked = {name: values[0] for name, values in arguments.items()}
    if asked.get("verb") not in _VERBS:
        raise Problem("badVerb", "The verb is missing or unknown.")
    required, optional = _VERBS[asked["verb"]]
    given = set(asked) - {"verb"}
    if "resumptionToken" in given and asked["verb"] in {"ListIdentifiers", "ListRecords"}:
        if given != {"resumptionToken"}:
            raise Problem("badArgument", "A resumptionToken stands alone.")
        return asked
    if given - required - optional:
        raise Problem("badArgument", f"Unknown: {', '.join(sorted(given - required - optional))}.")
    if required - given:
        raise Problem("badArgument", f"Missing: {', '.join(sorted(required - given))}.")
    if asked.get("metadataPrefix", PREFIX) != PREFIX:
        raise Problem("cannotDisseminateFormat", "Only oai_dc is given here.")
    return asked


def _identify(_asked: Mapping[str, str], site: Site) -> str:
    first = _versions().order_by("published_at").values_list("published_at", flat=True).first()
    return (
        f"<Identify><repositoryName>CATECP</repositoryName><baseURL>{escape(site.address)}</baseURL><protocolVersion>2.0</protocolVersion>"
        f"<adminEmail>{escape(site.email)}</adminEmail><earliestDatestamp>{_moment(first or datetime(2020, 1, 1, tzinfo=UTC))}</earliestDatestamp>"
        "<deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
    )


def _formats(asked: Mapping[str, str], site: Site) -> str:
    if "identifier" in asked:
        _one(asked["identifier"], site)
    return (
        "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
        "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
        "<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat></ListMetadataFormats>"
    )


def _sets(asked: Mapping[str, str], _site: Site) -> str:
    if "resumptionToken" in asked:
        raise Problem("badResumptionToken", "The list of sets comes whole.")
    rows = "".join(
        f"<set><setSpec>{field.key}</setSpec><setName>{escape(str(field.name))}</setName></set>" for field in Field.objects.all()
    )
    if not rows:
        raise Problem("noSetHierarchy", "There are no sets.")
    return f"<ListSets>{rows}</ListSets>"


def _record(asked: Mapping[str, str], site: Site) -> str:
    version = _one(asked["identifier"], site)
    return f"<GetRecord>{_records([version], site)}</GetRecord>"


def _list(asked: Mapping[str, str], site: Site) -> str:
    verb = asked["verb"]
    question: dict[str, Any] = (
        _question(asked["resumptionToken"]) if "resumptionToken" in asked else {**_bounds(asked), "after": 0, "at": 0}
    )
    found = _filtered(question)
    total = found.count()
    page = list(found.filter(pk__gt=question["after"]).order_by("pk")[:PAGE])
    if not page:
        raise Problem("noRecordsMatch" if not question["after"] else "badResumptionToken", "Nothing fits.")
    rows = _records(page, site) if verb == "ListRecords" else "".join(_header(version, site) for version in page)
    done = question["at"] + len(page)
    token = _token({**question, "after": page[-1].pk, "at": done}) if done < total else ""
    resume = f'<resumptionToken completeListSize="{total}" cursor="{question["at"]}">{token}</resumptionToken>'
    return f"<{verb}>{rows}{resume if token or question['at'] else ''}</{verb}>"


_BODIES = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}


def _versions() -> QuerySet[Version]:
    """One version a course: the published one, or, of a course that has none any more, the last withdrawn."""
    withdrawn = Version.objects.filter(course__published=None, state=VersionState.WITHDRAWN).order_by("course", "-number")
    last: dict[int, int] = {}
    for pk, course in withdrawn.values_list("pk", "course_id"):
        last.setdefault(course, pk)
    current = Course.objects.exclude(published=None).values("published")
    found = Version.objects.filter(pk__in=current) | Version.objects.filter(pk__in=list(last.values()))
    return found.select_related("course__owner", "course__body", "passport__field")


def _filtered(question: Mapping[str, Any]) -> QuerySet[Version]:
    found = _versions()
    if question["set"]:
        found = found.filter(passport__field__key=question["set"])
    low, high = _read(question["from"]), _read(question["until"], is_end=True)
    if low:
        found = found.filter(published_at__gte=low, withdrawn_at=None) | found.filter(withdrawn_at__gte=low)
    if high:
        found = found.filter(published_at__lt=high, withdrawn_at=None) | found.filter(withdrawn_at__lt=high)
    return found


def _bounds(asked: Mapping[str, str]) -> dict[str, str]:
    low, high = asked.get("from", ""), asked.get("until", "")
    for text in (low, high):
        if text and _read(text) is None:
            raise Problem("badArgument", f"{text} is no date of the form YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    if low and high and (len(low) != len(high) or low > high):
        raise Problem("badArgument", "`from` and `until` must be of one form, the earlier first.")
    return {"from": low, "until": high, "set": asked.get("set", "")}


def _read(text: str, *, is_end: bool = False) -> datetime | None:
    """The moment a text names; as an end, the first one after it."""
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(f"{text}T00:00:00+00:00") + timedelta(days=1 if is_end else 0)
        if _SECOND.fullmatch(text):
            return datetime.fromisoformat(text.replace("Z", "+00:00")) + timedelta(seconds=1 if is_end else 0)
    except ValueError:
        return None
    return None


def _token(question: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(question, sort_keys=True).encode()).decode()


def _question(token: str) -> dict[str, Any]:
    try:
        said = json.loads(base64.urlsafe_b64decode(token[:2_000]))
        if not 0 <= int(said["after"]) < 2**63:
            raise ValueError(said["after"])
        return {
            "from": str(said["from"]),
            "until": str(said["until"]),
            "set": str(said["set"]),
            "after": int(said["after"]),
            "at": int(said["at"]),
        }
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Problem("badResumptionToken", "This token is not one of ours.") from error


def _one(identifier: str, site: Site) -> Version:
    start = f"oai:{site.host}:course/"
    found = _versions().filter(course__public_id=identifier[len(start) :]).first() if identifier.startswith(start) else None
    if found is None:
        raise Problem("idDoesNotExist", "There is no such record here.")
    return found


def _header(version: Version, site: Site) -> str:
    deleted = ' status="deleted"' if version.state == VersionState.WITHDRAWN else ""
    stamp = version.withdrawn_at or version.published_at
    field = version.passport.field if hasattr(version, "passport") else None
    return (
        f"<header{deleted}><identifier>oai:{site.host}:course/{version.course.public_id}</identifier>"
        f"<datestamp>{_moment(stamp)}</datestamp>{f'<setSpec>{field.key}</setSpec>' if field else ''}</header>"  # type: ignore[arg-type]  # -- published ones have a date
    )


def _records(versions: Sequence[Version], site: Site) -> str:
    languages: dict[int, list[str]] = {}
    bodies = [version.course.body_id for version in versions]
    reviewed = Translation.objects.filter(segment__body__in=bodies).exclude(state="machine")
    for body, language in reviewed.order_by().values_list("segment__body", "language").distinct():
        languages.setdefault(body, []).append(language)
    return "".join(f"<record>{_header(version, site)}{_metadata(version, languages, site)}</record>" for version in versions)


def _metadata(version: Version, languages: Mapping[int, list[str]], site: Site) -> str:
    if version.state == VersionState.WITHDRAWN:
        return ""
    return _dublin_core(version, sorted(languages.get(version.course.body_id, [])), site)


def _readable(text: str) -> str:
    return _NOT_XML.sub("", text)


def _dublin_core(version: Version, languages: Sequence[str], site: Site) -> str:
    course, passport = version.course, getattr(version, "passport", None)
    lines = [("title", text, tag) for tag, text in course.title.texts.items() if text]
    lines += [("description", text, tag) for tag, text in course.summary.texts.items() if text]
    lines += [("creator", str(course.owner), ""), ("publisher", str(course.owner), ""), ("type", "Course", "")]
    lines += [("identifier", site.course_address.format(course.public_id), ""), ("date", _moment(version.published_at)[:10], "")]  # type: ignore[arg-type]  # -- published ones have a date
    lines += [("language", language_tag(tag), "") for tag in [course.language, *languages]]
    if passport is not None:
        lines += [("rights", passport.licence, "")] if passport.licence else []
        lines += [("subject", text, tag) for tag, text in (passport.field.name.texts.items() if passport.field else ()) if text]
        lines += [("subject", f"ISCED-F {passport.field.isced_code}", "")] if passport.field and passport.field.isced_code else []
    inner = "".join(
        f"<dc:{name}{f' xml:lang={quoteattr(language_tag(tag))}' if tag else ''}>{escape(_NOT_XML.sub('', text))}</dc:{name}>"
        for name, text, tag in lines
    )
    return (
        '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
        f"{inner}</oai_dc:dc></metadata>"
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The demo's workshop before it began: event, programme, visits, claims. Written through the services everybody uses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from catecp.accounts.models import Person, User
from catecp.agreements.services.drafting import AgreementGiven, PartyGiven, plan_agreement
from catecp.events.enums import SessionKind, TalkKind
from catecp.events.models import Event, Session
from catecp.events.services.events import EventDetails, add_organiser, create_event
from catecp.events.services.programme import SessionDetails, TalkDetails, save_session, save_talk
from catecp.events.services.releases import release_programme
from catecp.events.services.visits import VisitDetails, save_bus, save_visit
from catecp.insights.services.claims import record_claim
from catecp.insights.services.reach_claims import load_reach_claims
from catecp.kernel.translated import Translated, written
from catecp.network.models import Institution

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Asia/Phnom_Penh")
PLANNED_AT = datetime(2025, 3, 3, 3, 0, tzinfo=UTC)
SOURCE = "Report of the 2nd China-SEA Partnership Workshop, Phnom Penh"
NATURES = {"users": "unstated", "students": "flow"}


@cache
def story() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "story.yaml").read_text(encoding="utf-8"))


@cache
def printed() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "workshop-2025.yaml").read_text(encoding="utf-8"))


def text(value: dict[str, str] | str) -> Translated:
    return Translated.from_json(value)


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def institution_named(name: str) -> Institution:
    """By its English name. Raises `Institution.DoesNotExist`: the demo names only institutions of the directory."""
    found = next((row for row in Institution.objects.filter(merged_into=None) if row.name["en"] == name), None)
    if found is None:
        raise Institution.DoesNotExist(name)
    return found


def invented_person(name: str, original: str = "", language: str = "") -> Person:
    found, _is_new = Person.objects.get_or_create(
        name=name, original_name=original, is_invented=True, defaults={"original_language": language}
    )
    return found


def make_event(by: User) -> Event:
    what = story()["event"]
    details = EventDetails(
        slug=what["slug"],
        name=text(what["name"]),
        theme=text(what["theme"]),
        city=text(what["city"]),
        venue=text(what["venue"]),
        starts_on=printed()["event"]["starts_on"],
        ends_on=printed()["event"]["ends_on"],
        country_id="KH",
        languages=["en", "zh-hans", "km"],
        letter_prefix="CSEA-2025",
        is_public=True,
    )
    event = create_event(details=details, by=by, at=PLANNED_AT)
    add_organiser(event=event, institution=institution_named("SEAMEO TED"), role="initiating", by=by, at=PLANNED_AT)
    add_organiser(event=event, institution=institution_named("Go Study Global Education"), role="strategic", by=by, at=PLANNED_AT)
    return event


def make_next_event(by: User) -> Event:
    what = story()["next_event"]
    details = EventDetails(
        slug=what["slug"],
        name=text(what["name"]),
        theme=text(what["theme"]),
        city=text(what["city"]),
        starts_on=date(2027, 5, 17),
        ends_on=date(2027, 5, 18),
        country_id="KH",
        languages=["en", "zh-hans", "km"],
        letter_prefix="DEMO-2027",
        is_public=True,
        registration_opens_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return create_event(details=details, by=by, at=PLANNED_AT)


def make_programme(event: Event, by: User) -> None:
    """Remarks as the report names them, two sessions with invented speakers, three networking phases, signing, closing."""
    remarks = [row for row in printed()["remarks"] if row["kind"] != "closing"]
    opening = _session(
        event, by, "remarks", {"en": "Opening remarks", "zh-hans": "开幕致辞", "km": "សុន្ទរកថាបើក"}, "08:30", "09:45"
    )
    _speeches(opening, remarks, by)
    for row in story()["sessions"]:
        details = SessionDetails(
            title=text(row["title"]), number=row["number"], starts_at=local(row["starts_at"]), ends_at=local(row["ends_at"])
        )
        session = save_session(event=event, details=details, by=by, at=PLANNED_AT)
        for name, original, language, title in row["talks"]:
            talk = TalkDetails(title=written(title, "en"), speaker=invented_person(name, original, language))
            save_talk(session=session, details=talk, by=by, at=PLANNED_AT)
    survey = {"en": "Networking, phase 1: survey", "zh-hans": "交流第一阶段：问卷", "km": "ការតភ្ជាប់ ដំណាក់កាលទី ១៖ ការស្ទង់មតិ"}
    calls = {
        "en": "Networking, phase 2: calls for collaboration",
        "zh-hans": "交流第二阶段：合作倡议",
        "km": "ដំណាក់កាលទី ២៖ ការអំពាវនាវសហការ",
    }
    contacts = {"en": "Networking, phase 3: contacts", "zh-hans": "交流第三阶段：互换联系方式", "km": "ដំណាក់កាលទី ៣៖ ទំនាក់ទំនង"}
    _session(event, by, "networking", survey, "15:45", "16:00")
    _session(event, by, "networking", calls, "16:00", "16:20")
    _session(event, by, "networking", contacts, "16:20", "16:35")
    signing = {"en": "Signing ceremony", "zh-hans": "签约仪式", "km": "ពិធីចុះហត្ថលេខា"}
    _session(event, by, "signing", signing, "16:40", "17:15")
    closing = _session(event, by, "closing", {"en": "Closing", "zh-hans": "闭幕", "km": "ពិធីបិទ"}, "17:15", "17:45")
    _speeches(closing, [row for row in printed()["remarks"] if row["kind"] == "closing"], by)
    note = text({"en": "First published version", "zh-hans": "首次发布", "km": "កំណែផ្សាយលើកទីមួយ"})
    release_programme(event=event, note=note, by=by, at=datetime(2025, 4, 28, 3, 0, tzinfo=UTC))


def _session(event: Event, by: User, kind: str, title: dict[str, str], starts: str, ends: str) -> Session:
    details = SessionDetails(
        title=text(title), kind=SessionKind(kind), starts_at=local(f"2025-05-13T{starts}"), ends_at=local(f"2025-05-13T{ends}")
    )
    return save_session(event=event, details=details, by=by, at=PLANNED_AT)


def _speeches(session: Session, rows: list[dict[str, str]], by: User) -> None:
    """The people the printed report names; they are the only ones in the demo who are not invented."""
    for row in rows:
        speaker, _is_new = Person.objects.get_or_create(name=row["speaker"], is_invented=False)
        details = TalkDetails(kind=TalkKind(row["kind"]), speaker=speaker, speaker_post=written(row["post"], "en"))
        save_talk(session=session, details=details, by=by, at=PLANNED_AT)


def make_visits(event: Event, by: User) -> None:
    for row in story()["visits"]:
        details = VisitDetails(
            kind=row["kind"],
            destination=text(row["destination"]),
            purpose=text(row.get("purpose", {})),
            starts_at=local(row["starts_at"]),
        )
        visit = save_visit(event=event, details=details, by=by, at=PLANNED_AT)
        for name, seats in row.get("buses", []):
            save_bus(visit=visit, name=name, seats=seats, leaves_at=local(row["starts_at"]), by=by, at=PLANNED_AT)


def make_agreements(event: Event, by: User) -> None:
    for one, other, kind, field in story()["agreements"]:
        parties = [
            PartyGiven(institution_named(name), signatory_name=f"Signatory {number} (invented)", signatory_post="President")
            for number, name in enumerate((one, other), start=1)
        ]
        given = AgreementGiven(
            parties=parties, kind=kind, field=written(field, "en"), title=written(f"Cooperation in {field}", "en")
        )
        plan_agreement(event=event, given=given, at=PLANNED_AT, by=by)


def record_claims(event: Event, by: User) -> None:
    """What the printed report states, each beside our figure where we have one."""
    load_reach_claims(at=PLANNED_AT, by=by)
    beside = story()["claims"]
    for row in printed()["claims"]:
        metric, part = beside.get(row["id"], ["", ""])
        record_claim(
            event=event,
            key=row["id"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            source=SOURCE,
            source_on=date(2025, 5, 13),
            metric=metric,
            metric_part=part,
            part_of=row.get("part_of", ""),
            is_at_least=row.get("at_least", False),
            nature=NATURES.get(row["unit"], "stock"),
            period=str(row.get("period", row.get("cutoff", ""))),
            statement=written(row["says"], "en").to_json(),
            note=text(row.get("note", "")),
            at=PLANNED_AT,
            by=by,
        )

"""The demo's two days: who came, who went along, what was seen and noted. Chance is seeded, so every demo is the same."""

import random
from datetime import UTC, datetime, timedelta

from catecp.accounts.models import User
from catecp.agreements.models import Agreement
from catecp.agreements.services.signing import sign_agreement
from catecp.events.enums import VisitKind
from catecp.events.models import Event, Registration
from catecp.events.queries.people import confirmed_registrations
from catecp.events.services.checkin import ScanIn, create_checkpoint, record_scans, register_device
from catecp.events.services.takeaways import note_takeaway
from catecp.events.services.visits import add_company, join_visit, note_skill
from catecp.kernel.translated import written
from catecp.web.demo.workshop import local, story, text

JOINING_AT = datetime(2025, 5, 11, 3, 0, tzinfo=UTC)
_WANTS = ("yes", "y", "true", "是")


def chance(name: str) -> random.Random:
    """The same dice on every run."""
    return random.Random(f"catecp {name}")  # noqa: S311 -- the demo's invented events, nothing secret


def wants_to_join(registration: Registration) -> bool:
    return registration.joins_visit.strip().lower().startswith(_WANTS)


def join_visits(event: Event, by: User) -> None:
    """Who said yes in the workbook asks for a seat, in the order they registered; the rest of the seats go by chance."""
    dice = chance("visits")
    people = list(confirmed_registrations(event).order_by("submitted_at", "pk"))
    for visit in event.visits.order_by("starts_at", "pk"):
        for registration in people:
            if wants_to_join(registration) if visit.kind == VisitKind.INDUSTRIAL else dice.random() < 0.35:
                join_visit(visit=visit, registration=registration, by=by, at=JOINING_AT)


def check_in(event: Event, by: User) -> None:
    """Everybody at the door on the second day, most in the sessions, those with a seat at their bus; two phones scanned."""
    dice = chance("check-in")
    door = create_checkpoint(event=event, kind="door", name="Main door", at=JOINING_AT, by=by)
    rooms = [
        create_checkpoint(event=event, kind="session", name="", session=session, at=JOINING_AT, by=by)
        for session in event.sessions.filter(number__in=["I", "II"])
    ]
    phones = [register_device(event=event, name=f"Phone {number}", at=JOINING_AT, by=by)[0] for number in (1, 2)]
    people = list(confirmed_registrations(event))
    dice.shuffle(people)
    scans: list[ScanIn] = []
    for number, registration in enumerate(people):
        arrived = local("2025-05-13T07:40") + timedelta(seconds=25 * number + dice.randrange(20))
        scans.append(_scan(registration, door.public_id, arrived, f"door-{number}"))
        for room in rooms:
            if dice.random() < 0.8 and room.session and room.session.starts_at:
                moment = room.session.starts_at + timedelta(minutes=dice.randrange(1, 12))
                scans.append(_scan(registration, room.public_id, moment, f"{room.pk}-{number}"))
    for number, phone in enumerate(phones):
        mine = scans[number::2]
        for start in range(0, len(mine), 200):
            record_scans(device=phone, scans=mine[start : start + 200], at=local("2025-05-13T18:00"), by=by)


def _scan(registration: Registration, checkpoint: str, moment: datetime, nonce: str) -> ScanIn:
    return ScanIn(nonce=nonce, code=registration.badge_code, checkpoint=checkpoint, scanned_at=moment)


def note_what_was_seen(event: Event, by: User) -> None:
    """Companies and skills of the industrial visit, and the takeaways of the sessions."""
    seen_at = local("2025-05-12T12:30")
    zone = event.visits.get(kind=VisitKind.INDUSTRIAL)
    for row in next(visit for visit in story()["visits"] if visit.get("companies"))["companies"]:
        company = add_company(visit=zone, name=row["name"], trade=text(row["trade"]), institution=None, by=by, at=seen_at)
        for skill, language, note in row["skills"]:
            note_skill(company=company, skill=written(skill, language), note=written(note, language), by=by, at=seen_at)
    for row in story()["sessions"]:
        session = event.sessions.get(number=row["number"])
        for point in row["takeaways"]:
            note_takeaway(session=session, text=written(point, "en"), by=by, at=local(row["ends_at"]))


def sign_agreements(event: Event, by: User) -> None:
    signing = local("2025-05-13T16:42")
    for number, agreement in enumerate(Agreement.objects.filter(event=event).order_by("position", "pk")):
        sign_agreement(agreement=agreement, on=event.ends_on, at=signing + timedelta(minutes=2 * number), by=by)

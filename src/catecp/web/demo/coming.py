"""The next event as it stands some months before: a first programme, three delegations on their way, the first letters."""

from datetime import UTC, datetime
from typing import Any

from catecp.accounts.models import User
from catecp.events.enums import SessionKind
from catecp.events.models import Delegation, Event, Registration
from catecp.events.services.delegation_steps import approve_delegation, submit_delegation
from catecp.events.services.delegations import DelegationDetails, add_delegate, create_delegation
from catecp.events.services.letters import issue_letter, save_wording
from catecp.events.services.programme import SessionDetails, save_session
from catecp.events.services.registration import PersonDetails, RegistrationDetails
from catecp.events.services.releases import release_programme
from catecp.web.demo.workshop import institution_named, local, story, text

INVITED_AT = datetime(2026, 9, 7, 3, 0, tzinfo=UTC)
FILLED_IN_AT = datetime(2026, 9, 21, 3, 0, tzinfo=UTC)
DECIDED_AT = datetime(2026, 9, 24, 3, 0, tzinfo=UTC)


def prepare(event: Event, by: User) -> None:
    write_programme(event, by)
    write_letters(event, by)
    for row in story()["delegations"]:
        send_delegation(event, row, by)
    for registration in Registration.objects.filter(event=event, state="confirmed").order_by("pk"):
        issue_letter(registration=registration, at=DECIDED_AT, by=by)


def write_programme(event: Event, by: User) -> None:
    for row in story()["next_sessions"]:
        details = SessionDetails(
            title=text(row["title"]),
            kind=SessionKind(row["kind"]),
            number=row.get("number", ""),
            starts_at=local(row["starts_at"]),
            ends_at=local(row["ends_at"]),
        )
        save_session(event=event, details=details, by=by, at=INVITED_AT)
    note = text({"en": "Save the dates", "zh-hans": "请预留时间", "km": "សូមកត់ទុកកាលបរិច្ឆេទ"})
    release_programme(event=event, note=note, by=by, at=INVITED_AT)


def write_letters(event: Event, by: User) -> None:
    words = story()["letter"]
    save_wording(
        event=event,
        texts={part: text(words[part]) for part in ("subject", "salutation", "body", "closing")},
        signatories=[{"name": "CHEA Sophea (invented)", "post": "Coordinator", "institution": "SEAMEO TED"}],
        sender_line="",
        at=INVITED_AT,
        by=by,
    )


def send_delegation(event: Event, row: dict[str, Any], by: User) -> Delegation:
    """Invited; then as far as the story says: `open`, `waiting` for the director, or `approved`."""
    institution = institution_named(row["institution"])
    details = DelegationDetails(
        places=row["places"],
        contact_name=row["contact"][0],
        contact_email=row["contact"][1],
        director_name=row["director"][0],
        director_email=row["director"][1],
    )
    delegation = create_delegation(event=event, institution=institution, details=details, by=by, at=INVITED_AT)
    for name, original, post, diet in row["people"]:
        person = PersonDetails(name=name, original_name=original, is_invented=True)
        add_delegate(
            delegation=delegation, details=RegistrationDetails(person=person, post=post, diet=diet), by=None, at=FILLED_IN_AT
        )
    if row["state"] == "open":
        return delegation
    delegation = submit_delegation(delegation=delegation, by=None, at=FILLED_IN_AT)
    if row["state"] == "approved":
        delegation = approve_delegation(delegation=delegation, decided_by_name=row["director"][0], by=None, at=DECIDED_AT)
    return delegation

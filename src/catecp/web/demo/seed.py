"""The order in which the demo's story is told."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import transaction

from catecp.insights.models import Report
from catecp.web.demo import coming, hall, people, report, teaching, workshop
from catecp.web.demo.importing import import_registrations
from catecp.web.demo.networking import answer_survey, exchange_contacts, post_calls

OPENED_AT = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)


def is_seeded() -> bool:
    """The draft report is the last step."""
    return Report.objects.filter(event__slug=workshop.story()["event"]["slug"]).exists()


@transaction.atomic
def seed(say: Callable[[str], None]) -> None:
    """From an empty database to “workshop just over”, in one transaction: a start that is cut short leaves nothing behind."""
    call_command("load_reference", verbosity=0)
    by = people.make_coordinator(at=OPENED_AT)
    event = workshop.make_event(by)
    workshop.make_programme(event, by)
    workshop.make_visits(event, by)
    say("importing the workbook of registrations")
    import_registrations(event, by)
    people.make_accounts(event, by=by, at=OPENED_AT)
    hall.join_visits(event, by)
    say("two days in Phnom Penh: visits, check-in, survey, calls, contacts, signing")
    hall.note_what_was_seen(event, by)
    hall.check_in(event, by)
    answer_survey(event, by)
    post_calls(event, by)
    exchange_contacts(event, by)
    workshop.make_agreements(event, by)
    hall.sign_agreements(event, by)
    workshop.record_claims(event, by)
    say("the next event: programme, delegations, first letters")
    coming.prepare(workshop.make_next_event(by), by)
    teaching.teach(by, say)
    say("drafting the report")
    report.draft_report(event, by)

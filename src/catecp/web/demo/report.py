"""The draft of the report, with what the printed one got wrong still in it, so that the linter has something to say."""

from datetime import UTC, datetime

from catecp.accounts.models import User
from catecp.events.models import Event
from catecp.insights.services.writing import start_report, write_section

WRITTEN_AT = datetime(2025, 5, 20, 3, 0, tzinfo=UTC)
CLOSING = (
    "Thirteen experts spoke in two sessions. The closing remarks thanked the speakers, the participants and the organisers, and "
    "everybody hoped to keep in touch."
)


def draft_report(event: Event, by: User) -> None:
    report = start_report(event=event, at=WRITTEN_AT, by=by)
    section = report.sections.get(kind="closing")
    write_section(
        section=section,
        language="en",
        heading=section.heading["en"],
        body=CLOSING,
        revision=section.revision,
        at=WRITTEN_AT,
        by=by,
    )

"""The guided path of the demo: five steps that tell the story of one workshop, each with the person to be."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.events.models import Event
from catecp.web.demo_accounts import DEMO_ACCOUNTS, DemoAccount

_ACCOUNTS = {account.role: account for account in DEMO_ACCOUNTS}


@dataclass(frozen=True)
class Step:
    title: str | Promise
    text: str | Promise
    places: tuple[str, ...]  # names of addresses that take the event's slug, the best first
    role: str = ""  # of the account to sign in with; empty for everybody


STEPS = (
    Step(
        _("A workbook becomes people"),
        _("Somebody's spreadsheet goes in. Row by row you see what was kept, changed and left out, and why."),
        ("events:imports", "events:registrations", "events:event"), "coordinator",
    ),
    Step(
        _("The hall fills"),
        _("What hangs on the wall: the code to scan, how many are in the room, answers by language."),
        ("surveys:projector", "events:projector", "events:event"), "coordinator",
    ),
    Step(
        _("Everybody answers on a phone"),
        _("Three free questions and a choice, in thirteen languages, in one small page that works without a signal."),
        ("surveys:answer", "events:event"),
    ),
    Step(
        _("They find each other"),
        _("Calls for collaboration, posted in their own language in under a minute, and who is interested."),
        ("opportunities:board", "opportunities:calls"), "participant",
    ),
    Step(
        _("The report adds up"),
        _("Every number opens its records. Where the printed report says something else, it stands beside it."),
        ("insights:event_report", "insights:event_numbers"), "coordinator",
    ),
)


@dataclass(frozen=True)
class Stage:
    step: Step
    address: str
    account: DemoAccount | None


def guided_path(event: Event | None) -> list[Stage]:
    if event is None:
        return []
    return [Stage(step=step, address=_first_address(step.places, event), account=_ACCOUNTS.get(step.role)) for step in STEPS]


def _first_address(names: tuple[str, ...], event: Event) -> str:
    for name in names:
        for args in ([event.slug], []):
            try:
                return reverse(name, args=args)
            except NoReverseMatch:
                continue
    return reverse("web:home")

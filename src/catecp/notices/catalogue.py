"""Every kind of notice: its words, the placeholders they may use, and whether a person can switch it off.

Words are message ids: each language says them in its own way. A placeholder is named, or it does not exist. What people typed is
untrusted: it is cut to one line, and an address in it does not become a link.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as words

from catecp.kernel.plaintext import clean_line

_LONGEST_VALUE = 300


class Type(StrEnum):
    TEXT = "text"  # untrusted: somebody typed it
    OURS = "ours"  # trusted: our own words or a code of ours
    ADDRESS = "address"  # trusted: an address of this installation
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class Kind:
    name: str
    title: str | Promise
    subject: str
    body: str
    placeholders: Mapping[str, Type]
    can_be_switched_off: bool = False


class WrongPlaceholders(ValueError):
    """A value is missing, or one was given that the words do not know."""


def fields_of(text: str) -> set[str]:
    """The placeholders a text uses. Anything but a plain name raises ValueError."""
    found = set()
    for _literal, name, specification, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or specification or conversion:
            raise ValueError(f"not a plain placeholder: {name}")
        found.add(name)
    return found


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str


def render(kind: Kind, values: Mapping[str, Any], *, language: str) -> Rendered:
    """The notice in that language. A translation with a placeholder nobody knows falls back to English."""
    if set(values) != set(kind.placeholders):
        raise WrongPlaceholders(f"{kind.name} takes {sorted(kind.placeholders)}, not {sorted(values)}")
    with translation.override(language):
        said = {name: _as_text(value, kind.placeholders[name]) for name, value in values.items()}
        return Rendered(
            subject=clean_line(_usable(kind.subject, kind).format(**said)),
            body=_usable(kind.body, kind).format(**said).strip(),
        )


def _usable(source: str, kind: Kind) -> str:
    translated = gettext(source)
    try:
        return translated if fields_of(translated) <= set(kind.placeholders) else source
    except ValueError:
        return source


def _as_text(value: Any, placeholder: Type) -> str:
    if placeholder is Type.DAY:
        if not isinstance(value, (date, datetime)):
            raise WrongPlaceholders("a day is a date")
        return formats.date_format(value, "DATE_FORMAT")
    if placeholder is Type.NUMBER:
        return formats.number_format(int(value), use_l10n=True, force_grouping=True)
    text = clean_line(str(value), longest=2_000 if placeholder is Type.ADDRESS else _LONGEST_VALUE)
    return text.replace("://", ": //").replace("www.", "www .") if placeholder is Type.TEXT else text


_GREETING = {"name": Type.TEXT}
_EVENT = {"name": Type.TEXT, "event": Type.TEXT}

CATALOGUE: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "accounts.invitation",
            _("Invitation to an account"),
            words("Your account on CATECP"),
            words(
                "Dear {name},\n\n{inviter} has made an account for you on CATECP, the China-ASEAN Technical Education Cooperation"
                " Platform.\n\nThis link signs you in. It works once, for seven days; after that, ask for a code with this e-mail"
                " address:\n{address}\n\nIf you do not know what this is about, ignore this mail: nothing happens."
            ),
            {**_GREETING, "inviter": Type.TEXT, "address": Type.ADDRESS},
        ),
        Kind(
            "events.invitation",
            _("Invitation to an event"),
            words("Invitation: {event}"),
            words(
                "Dear {name},\n\nyou are invited to {event}, from {starts_on} to {ends_on}.\n\nProgramme and registration:\n{address}"
            ),
            {**_EVENT, "starts_on": Type.DAY, "ends_on": Type.DAY, "address": Type.ADDRESS},
        ),
        Kind(
            "events.registered",
            _("Registration confirmed"),
            words("You are registered: {event}"),
            words(
                "Dear {name},\n\nyour registration for {event} is confirmed.\n\nThe code on your badge is {code}.\n"
                "Your page, with programme, visits and what to bring:\n{address}"
            ),
            {**_EVENT, "code": Type.OURS, "address": Type.ADDRESS},
        ),
        Kind(
            "events.registration_waits",
            _("Registration received"),
            words("We have your registration: {event}"),
            words(
                "Dear {name},\n\nwe have received your registration for {event}. The coordinator looks at it; we write again then."
            ),
            _EVENT,
        ),
        Kind(
            "events.registration_withdrawn",
            _("Registration withdrawn"),
            words("Registration withdrawn: {event}"),
            words("Dear {name},\n\nyour registration for {event} is withdrawn. If that is a mistake, register again:\n{address}"),
            {**_EVENT, "address": Type.ADDRESS},
        ),
        Kind(
            "events.letter",
            _("Invitation letter"),
            words("Invitation letter: {event}"),
            words(
                "Dear {name},\n\nyour invitation letter for {event} is attached. Its number is {number}; it can be checked here:\n{address}"
            ),
            {**_EVENT, "number": Type.OURS, "address": Type.ADDRESS},
        ),
        Kind(
            "events.delegation_open",
            _("Link for a delegation"),
            words("Name your delegation: {event}"),
            words(
                "Dear {name},\n\n{institution} may send {places} people to {event}. Fill in their names with this link; it is for you"
                " alone, please do not pass it on:\n{address}"
            ),
            {**_EVENT, "institution": Type.TEXT, "places": Type.NUMBER, "address": Type.ADDRESS},
        ),
        Kind(
            "events.delegation_waits",
            _("Delegation to approve"),
            words("Please approve: delegation of {institution}"),
            words(
                "Dear {name},\n\n{contact} has named {count} people of {institution} for {event}. Look at the list, and approve it or"
                " send it back with a remark:\n{address}"
            ),
            {**_EVENT, "institution": Type.TEXT, "contact": Type.TEXT, "count": Type.NUMBER, "address": Type.ADDRESS},
        ),
        Kind(
            "events.delegation_decided",
            _("Delegation decided"),
            words("Delegation of {institution}: {decision}"),
            words(
                "Dear {name},\n\n{director} has decided on the delegation of {institution} to {event}: {decision}.\n\n{remark}\n\n{address}"
            ),
            {
                **_EVENT,
                "institution": Type.TEXT,
                "director": Type.TEXT,
                "decision": Type.OURS,
                "remark": Type.TEXT,
                "address": Type.ADDRESS,
            },
        ),
        Kind(
            "events.programme_changed",
            _("Changed programme"),
            words("Programme changed: {event}"),
            words("Dear {name},\n\nthere is a new version of the programme of {event}. What changed:\n{address}"),
            {**_EVENT, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
        Kind(
            "events.talk_reminder",
            _("Reminder to a speaker"),
            words("Your talk at {event}"),
            words(
                "Dear {name},\n\nyour talk “{talk}” is on {day}. Check its title and summary, in the languages you can:\n{address}"
            ),
            {**_EVENT, "talk": Type.TEXT, "day": Type.DAY, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
        Kind(
            "events.visit_place",
            _("Place on a visit"),
            words("You have a place: {visit}"),
            words("Dear {name},\n\na place has become free, and it is yours: {visit}, {day}.\n\n{address}"),
            {**_GREETING, "visit": Type.TEXT, "day": Type.DAY, "address": Type.ADDRESS},
        ),
        Kind(
            "surveys.invitation",
            _("Survey"),
            words("Four questions about {event}"),
            words(
                "Dear {name},\n\nwhat do you want to do together after {event}? It takes three minutes, in your language:\n{address}"
            ),
            {**_EVENT, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
        Kind(
            "learning.join_code",
            _("Code to join a course"),
            words("Your code: {code}"),
            words(
                "Your code to learn on CATECP is {code}. It works for {minutes} minutes.\n\nIf you did not ask for it, somebody mistyped an"
                " address; you need not do anything."
            ),
            {"code": Type.OURS, "minutes": Type.NUMBER},
        ),
        Kind(
            "opportunities.interest",
            _("Interest in your call"),
            words("Interested in your call: {call}"),
            words("Dear {name},\n\n{interested} is interested in your call “{call}”.\n\n{address}"),
            {**_GREETING, "interested": Type.TEXT, "call": Type.TEXT, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
        Kind(
            "matching.contact_shared",
            _("Contact shared with you"),
            words("{other} shares contact details with you"),
            words(
                "Dear {name},\n\nat {event} {other} has shared contact details with you. If you both agree, you both see them:\n{address}"
            ),
            {**_EVENT, "other": Type.TEXT, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
        Kind(
            "courses.review_reading",
            _("Reading for a course review"),
            words("Please read a course: {course}"),
            words(
                "Dear {name},\n\nyou are asked to read the course “{course}” and say what you think of it. No account is needed; this"
                " link is for you alone, please do not pass it on:\n{address}\n\nIf the course is approved, its passport names you as"
                " a reader."
            ),
            {**_GREETING, "course": Type.TEXT, "address": Type.ADDRESS},
        ),
        Kind(
            "insights.report_released",
            _("Report released"),
            words("The report of {event} is released"),
            words(
                "Dear {name},\n\nthe report of {event} is released. Every number in it opens the records it counts:\n{address}"
            ),
            {**_EVENT, "address": Type.ADDRESS},
            can_be_switched_off=True,
        ),
    )
}


def title_of(name: str) -> str:
    """What a kind is called; a mail of the sign-in pages is not in the catalogue."""
    if name == "accounts.sign_in":
        return gettext("Signing in")
    return str(CATALOGUE[name].title) if name in CATALOGUE else name

"""The columns of downloads, the same as on the pages."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.events.models import Delegation, Registration, VisitSignup

Headers = tuple[str | Promise, ...]

HEADERS_OF_REGISTRATIONS: Headers = (
    _("badge code"),
    _("title"),
    _("name"),
    _("name in own script"),
    _("institution"),
    _("institution as written"),
    _("country"),
    _("post"),
    _("category"),
    _("state"),
    _("channel"),
    _("e-mail"),
    _("phone"),
    _("diet"),
    _("visit"),
    _("languages"),
    _("remark"),
    _("received"),
)


def registration_cells(registration: Registration) -> list[Any]:
    """One row under `HEADERS_OF_REGISTRATIONS`; times as in the event's zone are left to the page, here they are UTC."""
    person, institution = registration.person, institution_shown(registration)
    return [
        registration.badge_code,
        person.title,
        person.name,
        person.original_name,
        str(institution.name) if institution else "",
        registration.affiliation,
        country_shown(registration),
        registration.post,
        registration.get_category_display(),
        registration.get_state_display(),
        registration.get_channel_display(),
        person.email,
        person.phone,
        registration.diet,
        registration.joins_visit,
        " ".join(registration.languages),
        registration.remark,
        registration.submitted_at.strftime("%Y-%m-%d %H:%M"),
    ]


HEADERS_OF_SIGNUPS: Headers = (
    _("bus"),
    _("state"),
    _("name"),
    _("name in own script"),
    _("institution"),
    _("badge code"),
    _("phone"),
    _("diet"),
)


def signup_cells(signup: VisitSignup) -> list[Any]:
    registration = signup.registration
    institution = registration.institution
    return [
        signup.bus.name if signup.bus else "",
        signup.get_state_display(),
        registration.person.name,
        registration.person.original_name,
        str(institution.name) if institution else registration.affiliation,
        registration.badge_code,
        registration.person.phone,
        registration.diet,
    ]


HEADERS_OF_DELEGATIONS: Headers = (
    _("institution"),
    _("state"),
    _("people"),
    _("places"),
    _("contact"),
    _("contact's e-mail"),
    _("director"),
    _("director's e-mail"),
    _("decided by"),
    _("decided"),
)


def delegation_cells(delegation: Delegation) -> list[Any]:
    return [
        str(delegation.institution.name),
        delegation.get_state_display(),
        getattr(delegation, "people", 0),
        delegation.places,
        delegation.contact_name,
        delegation.contact_email,
        delegation.director_name,
        delegation.director_email,
        delegation.decided_by_name,
        delegation.decided_at.strftime("%Y-%m-%d %H:%M") if delegation.decided_at else "",
    ]


def institution_shown(registration: Registration) -> Any:
    """The institution after merging; None while it is not known."""
    institution = registration.institution
    return institution.merged_into or institution if institution else None


def country_shown(registration: Registration) -> str:
    """The institution's country, else the one the person stated."""
    institution = institution_shown(registration)
    country = institution.country if institution and institution.country else registration.stated_country
    return str(country.name) if country else ""

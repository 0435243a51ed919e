"""Roles as data: who may do what, readable by a manager. Rules ask for a permission, never for a role."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    MANAGE_NETWORK = "manage_network"  # institutions, people and roles, reference and policy data
    SEE_PEOPLE = "see_people"  # names and contacts of registered people
    MANAGE_EVENT = "manage_event"  # programme, registrations, documents, check-in, survey, signing
    SCAN_BADGES = "scan_badges"
    SEE_FIGURES = "see_figures"  # figures and the records they may open, before release
    WRITE_REPORT = "write_report"
    RELEASE_REPORT = "release_report"
    MANAGE_INSTITUTION = "manage_institution"  # its profile and people
    REGISTER_DELEGATION = "register_delegation"
    APPROVE_DELEGATION = "approve_delegation"
    TAKE_PART = "take_part"  # survey, calls, contacts, own programme
    EDIT_OWN_TALK = "edit_own_talk"


@dataclass(frozen=True)
class Role:
    name: str
    title: str | Promise
    may: frozenset[Permission]


_P = Permission
ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("coordinator", _("Coordinator"), frozenset(_P) - {_P.APPROVE_DELEGATION, _P.EDIT_OWN_TALK}),
        Role(
            "institution_head",
            _("Head of institution"),
            frozenset(
                {
                    _P.MANAGE_INSTITUTION,
                    _P.REGISTER_DELEGATION,
                    _P.APPROVE_DELEGATION,
                    _P.TAKE_PART,
                }
            ),
        ),
        Role(
            "institution_officer",
            _("Officer of institution"),
            frozenset({_P.MANAGE_INSTITUTION, _P.REGISTER_DELEGATION, _P.TAKE_PART}),
        ),
        Role("door_staff", _("Check-in staff"), frozenset({_P.SCAN_BADGES})),
        Role("speaker", _("Speaker"), frozenset({_P.EDIT_OWN_TALK, _P.TAKE_PART})),
        Role("participant", _("Participant"), frozenset({_P.TAKE_PART})),
        Role("ministry_viewer", _("Ministry viewer"), frozenset({_P.SEE_FIGURES})),
    )
}

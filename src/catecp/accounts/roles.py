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
    WRITE_COURSE = "write_course"  # courses its institution owns: outline, passport, publishing, asking for review
    TRANSLATE = "translate"  # the translation desk and the glossary
    REVIEW_TRANSLATION = "review_translation"  # signs off what learners see
    REVIEW_COURSE = "review_course"  # decides on reviews
    ADOPT_COURSE = "adopt_course"  # proposes and confirms for its institution; credit mapping, evidence
    TEACH = "teach"  # classes of its institution: lists, marks, messages, bundles
    MANAGE_CHANNELS = "manage_channels"  # channels, offerings, lists from other systems, identities
    ISSUE_CERTIFICATES = "issue_certificates"


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
                    _P.WRITE_COURSE,
                    _P.TRANSLATE,
                    _P.REVIEW_TRANSLATION,
                    _P.ADOPT_COURSE,
                    _P.TEACH,
                    _P.ISSUE_CERTIFICATES,
                }
            ),
        ),
        Role(
            "institution_officer",
            _("Officer of institution"),
            frozenset({_P.MANAGE_INSTITUTION, _P.REGISTER_DELEGATION, _P.TAKE_PART, _P.TEACH}),
        ),
        Role("author", _("Course author"), frozenset({_P.WRITE_COURSE, _P.TRANSLATE})),
        Role("translator", _("Translator"), frozenset({_P.TRANSLATE})),
        Role("language_reviewer", _("Language reviewer"), frozenset({_P.TRANSLATE, _P.REVIEW_TRANSLATION})),
        Role("course_reviewer", _("Course reviewer"), frozenset({_P.REVIEW_COURSE})),
        Role("teacher", _("Teacher"), frozenset({_P.TEACH})),
        Role("door_staff", _("Check-in staff"), frozenset({_P.SCAN_BADGES})),
        Role("speaker", _("Speaker"), frozenset({_P.EDIT_OWN_TALK, _P.TAKE_PART})),
        Role("participant", _("Participant"), frozenset({_P.TAKE_PART})),
        Role("ministry_viewer", _("Ministry viewer"), frozenset({_P.SEE_FIGURES})),
    )
}

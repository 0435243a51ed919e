"""Who may take a course away."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor
from catecp.accounts.roles import Permission
from catecp.courses.models import Adoption, Passport, Version
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.network.queries.canonical import holds_for, institutions_held

_OPEN = ("CC-BY", "CC0", "CC-PDDC", "MIT", "APACHE", "GFDL", "ODC", "PDDL")


def is_open(licence: str) -> bool:
    """Whether a licence lets everybody copy and pass on: the open Creative Commons ones and their like, by SPDX id."""
    return licence.upper().startswith(_OPEN)


def may_export_version(actor: Actor, version: Version) -> Verdict:
    """An open licence lets everybody; otherwise the owner, and institutions that adopted the course."""
    passport = Passport.objects.filter(version=version).first()
    if passport is not None and is_open(passport.licence):
        return ALLOWED
    if holds_for(actor, Permission.WRITE_COURSE, version.course.owner_id):
        return ALLOWED
    held = institutions_held(actor, Permission.ADOPT_COURSE)
    adoptions = Adoption.objects.filter(course=version.course, confirmed_at__isnull=False)
    if held is None or adoptions.filter(institution__in=held).exists():
        return ALLOWED
    return denied(
        _("This course may be used by agreement only. An institution that has adopted it may take it into its own system."),
        who_can=_("the owner of the course, and institutions that adopted it"),
    )

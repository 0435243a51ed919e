"""Who may teach: everything about a class is for the teachers of its institution."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.courses.enums import AdoptionState
from catecp.courses.models import Adoption
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.learning.models import StudyClass
from catecp.network.models import Institution
from catecp.network.queries.canonical import holds_for

_TEACHERS = _("teachers of the institution; its head gives the role")


def may_teach_anywhere(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.TEACH):
        return ALLOWED
    return denied(_("Classes are for teachers."), who_can=_TEACHERS)


def may_make_class(actor: Actor, institution: Institution) -> Verdict:
    if holds_for(actor, Permission.TEACH, institution):
        return ALLOWED
    return denied(_("Classes are made by the teachers of the institution."), who_can=_TEACHERS)


def may_open_adopted_class(actor: Actor, adoption: Adoption) -> Verdict:
    """The adopting institution teaches what it confirmed."""
    if adoption.state != AdoptionState.CONFIRMED:
        return denied(_("Classes follow the adoption: confirm it first."))
    return may_make_class(actor, adoption.institution)


def may_teach_class(actor: Actor, study_class: StudyClass) -> Verdict:
    """See the class's list, learners, work and messages, and act on them."""
    if holds_for(actor, Permission.TEACH, study_class.institution_id):
        return ALLOWED
    return denied(_("This class is for the teachers of its institution."), who_can=_TEACHERS)


def may_open_class(study_class: StudyClass) -> Verdict:
    """Whether learners can take their names: minors only after the institution recorded the consent."""
    if study_class.has_minors and study_class.consent_at is None:
        return denied(_("There are minors in this class: record the consent first."), who_can=_TEACHERS)
    return ALLOWED

"""Who may issue, revoke and word certificates."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.courses.models import Course
from catecp.credentials.models import Award
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.learning.models import StudyClass
from catecp.network.queries.canonical import holds_for

_ISSUERS = _("heads of the institutions named on it, the coordinator")


def may_issue_for_class(actor: Actor, study_class: StudyClass) -> Verdict:
    """Issue for everybody in the class who met the rules: its institution's teachers and officers, and whoever issues certificates."""
    if holds_for(actor, Permission.TEACH, study_class.institution_id):
        return ALLOWED
    if holds_for(actor, Permission.ISSUE_CERTIFICATES, study_class.institution_id):
        return ALLOWED
    return denied(
        _("Certificates of a class are issued by the institution that teaches it."),
        who_can=_("its teachers, officers and head, the coordinator"),
    )


def may_revoke_award(actor: Actor, award: Award) -> Verdict:
    if award.revoked_at is not None:
        return denied(_("This certificate is revoked already."))
    return _may_answer_for(actor, award, _("A certificate is revoked by those who answer for it."))


def may_reissue_award(actor: Actor, award: Award) -> Verdict:
    """Issue again after a revocation, with what the records say now."""
    if award.revoked_at is None:
        return denied(_("Revoke the certificate first; the corrected one gets a new number."))
    return _may_answer_for(actor, award, _("A corrected certificate is issued by those who answer for it."))


def _may_answer_for(actor: Actor, award: Award, reason: str | Promise) -> Verdict:
    for institution in (award.provider_id, award.receiver_id):
        if institution and holds_for(actor, Permission.ISSUE_CERTIFICATES, institution):
            return ALLOWED
    if holds(actor, Permission.ISSUE_CERTIFICATES):
        return ALLOWED
    return denied(reason, who_can=_ISSUERS)


def may_word_template(actor: Actor, course: Course | None) -> Verdict:
    """The wording for a course is its owner's; the wording for all courses is the network's."""
    if course is None:
        if holds(actor, Permission.ISSUE_CERTIFICATES):
            return ALLOWED
        return denied(_("The wording for all courses belongs to the network."), who_can=_("the coordinator"))
    if holds_for(actor, Permission.ISSUE_CERTIFICATES, course.owner_id):
        return ALLOWED
    return denied(
        _("The wording belongs to the owner of the course."), who_can=_("the head of the institution that owns the course")
    )


def may_rotate_key(actor: Actor) -> Verdict:
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("The signing key belongs to the network."), who_can=_("the coordinator"))

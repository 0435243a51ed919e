"""Who may write, publish and judge courses, and why not."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.courses.enums import ReviewState, VersionState
from catecp.courses.models import Course, Review, Version
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.network.models import Institution
from catecp.network.queries.canonical import holds_for

_AUTHORS = _("authors of the institution that owns the course")
_COORDINATOR = _("the coordinator of the network")


def may_start_course(actor: Actor, institution: Institution | None = None) -> Verdict:
    """For one institution, or (without one) for any."""
    if institution is None and holds_anywhere(actor, Permission.WRITE_COURSE):
        return ALLOWED
    if institution is not None and holds_for(actor, Permission.WRITE_COURSE, institution):
        return ALLOWED
    return denied(
        _("Courses are written by authors of the institution that will own them. Ask its head for the role."), who_can=_AUTHORS
    )


def may_write_course(actor: Actor, course: Course) -> Verdict:
    if holds_for(actor, Permission.WRITE_COURSE, course.owner_id):
        return ALLOWED
    return denied(_("Only authors of the institution that owns this course change it."), who_can=_AUTHORS)


def may_change_version(actor: Actor, version: Version) -> Verdict:
    if version.state != VersionState.DRAFT:
        return denied(_("This version is published and does not change. Open a draft, and change that."), who_can=_AUTHORS)
    return may_write_course(actor, version.course)


def may_withdraw_version(actor: Actor, version: Version) -> Verdict:
    if version.state != VersionState.PUBLISHED:
        return denied(_("Only a published version can be withdrawn."))
    return may_write_course(actor, version.course)


def may_edit_checklists(actor: Actor) -> Verdict:
    """What is asked of every course is policy of the network."""
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("The list is policy of the network; its coordinator changes it."), who_can=_COORDINATOR)


def may_ask_for_review(actor: Actor, version: Version) -> Verdict:
    return may_write_course(actor, version.course)


def may_lead_review(actor: Actor, review: Review) -> Verdict:
    """Choose readers, send links, decide. Nobody leads the review of a course of their own institution, the coordinator apart."""
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    if not holds(actor, Permission.REVIEW_COURSE):
        return denied(_("Reviews are led by course reviewers of the network."), who_can=_("course reviewers of the network"))
    if holds_for(actor, Permission.WRITE_COURSE, review.version.course.owner_id):
        return denied(_("You write courses of this institution, so somebody else leads this review."))
    return ALLOWED


def may_decide_review(actor: Actor, review: Review) -> Verdict:
    if review.state != ReviewState.OPEN:
        return denied(_("This review is over: %(state)s.") % {"state": review.get_state_display()})
    return may_lead_review(actor, review)


def may_see_review(actor: Actor, review: Review) -> Verdict:
    """Who leads it, and the authors of the course. A reader sees their own reading."""
    if may_lead_review(actor, review) or may_write_course(actor, review.version.course):
        return ALLOWED
    return denied(_("A review is between its readers, the authors and who leads it."))


def readings_suffice(review: Review) -> Verdict:
    """Two readings handed in, at least one from the region that receives the course."""
    handed_in = [reader for reader in review.reviewers.all() if reader.submitted_at is not None]
    if len(handed_in) < 2:
        return denied(_("Fewer than two readings are handed in."), who_can=_("the readers"))
    if not any(reader.is_receiving for reader in handed_in):
        return denied(_("No reading comes from the region that receives the course."), who_can=_("a reader there"))
    return ALLOWED

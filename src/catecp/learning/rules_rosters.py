"""Who brings lists from other systems, and who decides about people who may be one."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.courses.models import Channel
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.learning.models import ClaimCase

_COORDINATOR = _("the coordinator of the network")


def may_bring_lists(actor: Actor, channel: Channel) -> Verdict:
    if holds(actor, Permission.MANAGE_CHANNELS, institution=channel.owner_id):
        return ALLOWED
    return denied(_("Lists hold people's accounts and addresses, so the coordinator brings them in."), who_can=_COORDINATOR)


def may_see_cases(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.TEACH) or holds_anywhere(actor, Permission.MANAGE_CHANNELS):
        return ALLOWED
    return denied(_("People who may be one are shown to those who teach them."), who_can=_("teachers of the institution"))


def may_decide_case(actor: Actor, case: ClaimCase) -> Verdict:
    if holds(actor, Permission.MANAGE_CHANNELS, institution=case.institution_id):
        return ALLOWED
    if case.institution_id and holds(actor, Permission.TEACH, institution=case.institution_id):
        return ALLOWED
    return denied(_("This is decided by those who teach them."), who_can=_("teachers of the institution"))

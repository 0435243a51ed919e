"""Who may do what in the directory."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.network.models import Institution

_COORDINATOR = _("the coordinator of the network")


def may_add_institution(actor: Actor) -> Verdict:
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(
        _("New institutions are added by the coordinator, so that each stands in the directory once."), who_can=_COORDINATOR
    )


def may_edit_institution(actor: Actor, institution: Institution) -> Verdict:
    """Profile, names, places and people: the institution's own officers and head, and the coordinator."""
    if institution.merged_into_id is not None:
        return denied(_("This institution was merged into another one. Changes belong there."), who_can=_COORDINATOR)
    if holds(actor, Permission.MANAGE_INSTITUTION, institution=institution.pk):
        return ALLOWED
    return denied(
        _("Only people who look after this institution change its profile."),
        who_can=_("its officers and head, and the coordinator"),
    )


def may_give_party_role(actor: Actor) -> Verdict:
    """A role in an initiative is said by the network, not by the institution itself."""
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("Roles in an initiative are recorded by the coordinator."), who_can=_COORDINATOR)


def may_merge_institutions(actor: Actor) -> Verdict:
    """Merge, undo a merge, tell two apart: it changes what every figure counts."""
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("Merging changes what every figure counts, so only the coordinator does it."), who_can=_COORDINATOR)

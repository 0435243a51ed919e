from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Grant, User
from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.kernel.verdict import ALLOWED, Verdict, denied

_COORDINATOR = _("the coordinator of the network")


def may_manage_people(actor: Actor) -> Verdict:
    """Accounts, roles and invitations."""
    if holds(actor, Permission.MANAGE_NETWORK):
        return ALLOWED
    return denied(_("People and roles are managed by the coordinator of the network."), who_can=_COORDINATOR)


def may_withdraw_role(actor: Actor, grant: Grant) -> Verdict:
    if grant.user_id == getattr(actor, "pk", None) and grant.role == "coordinator":
        return denied(
            _("You cannot take your own coordinator role away; another coordinator can."), who_can=_("another coordinator")
        )
    return may_manage_people(actor)


def may_close_account(actor: Actor, user: User) -> Verdict:
    if user.pk == getattr(actor, "pk", None):
        return denied(
            _("You cannot close the account you are signed in with; another coordinator can."), who_can=_("another coordinator")
        )
    return may_manage_people(actor)

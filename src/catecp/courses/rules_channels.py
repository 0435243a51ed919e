"""Who makes channels and offers courses through them."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds
from catecp.accounts.roles import Permission
from catecp.courses.models import Channel
from catecp.kernel.verdict import ALLOWED, Verdict, denied


def may_manage_channels(actor: Actor, channel: Channel | None = None) -> Verdict:
    """One channel, or (without one) all of them. Lists from other systems come in under the same right."""
    owner = channel.owner_id if channel else None
    if holds(actor, Permission.MANAGE_CHANNELS, institution=owner):
        return ALLOWED
    return denied(_("Channels are managed by the coordinator of the network."), who_can=_("the coordinator of the network"))

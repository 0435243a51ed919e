from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.notices.models import Message, MessageState

_COORDINATOR = _("a coordinator")


def may_see_outbox(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.MANAGE_EVENT):
        return ALLOWED
    return denied(_("The outbox is for the coordinators: it holds other people's mail."), who_can=_COORDINATOR)


def may_edit_message(actor: Actor, message: Message) -> Verdict:
    if message.state != MessageState.DRAFT:
        return denied(_("Only a draft can be changed. This message has been handed on."))
    return may_see_outbox(actor)


def may_retry_message(actor: Actor, message: Message) -> Verdict:
    if message.state != MessageState.FAILED:
        return denied(_("Only a message that failed can be sent again."))
    return may_see_outbox(actor)


def may_discard_message(actor: Actor, message: Message) -> Verdict:
    if message.state in {MessageState.SENT, MessageState.SENDING}:
        return denied(_("This message has left, so it stays in the outbox."))
    return may_see_outbox(actor)

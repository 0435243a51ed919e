from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from catecp.accounts.facts import AccountInvited
from catecp.accounts.links import INVITATION, token_for
from catecp.accounts.models import User
from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.notices import services


@reacts_to(AccountInvited)
def write_to_invited(entry: LedgerEntry) -> None:
    """The link is made here and not in the ledger, so no key rests there."""
    user = User.objects.select_related("person").filter(pk=entry.body["user_id"], is_active=True).first()
    if user is None or user.person is None:
        return
    inviter = User.objects.select_related("person").filter(pk=entry.body["invited_by"]).first()
    link = settings.SITE_ADDRESS + reverse("accounts:enter", args=[token_for(user, purpose=INVITATION)])
    services.tell(
        kind="accounts.invitation",
        to=user.person,
        at=timezone.now(),
        by=inviter,
        values={"name": user.person.name, "inviter": str(inviter or "CATECP"), "address": link},
        envelope=services.Envelope(once_key=f"invitation:{entry.pk}"),
    )

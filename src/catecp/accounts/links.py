"""One-time links: they sign in whoever opens the mail. A link stops working when it was used, or when its time is over.

It is tied to the last sign-in of its user, so using it (or signing in any other way) ends it and all its siblings.
"""

from datetime import timedelta

from django.core import signing

from catecp.accounts.models import User

SIGN_IN, INVITATION = "sign-in", "invitation"
VALID_FOR = {SIGN_IN: timedelta(minutes=15), INVITATION: timedelta(days=7)}


def token_for(user: User, *, purpose: str) -> str:
    return signing.dumps({"user": user.pk, "last": _last(user), "for": purpose}, salt="catecp.accounts.link")


def user_of_token(token: str) -> User | None:
    """Whose link this is; None when it was used, is too old or is not ours."""
    try:
        said = signing.loads(token, salt="catecp.accounts.link", max_age=VALID_FOR[INVITATION])
        said = signing.loads(token, salt="catecp.accounts.link", max_age=VALID_FOR[said["for"]])
    except (signing.BadSignature, KeyError, TypeError):
        return None
    user = User.objects.filter(pk=said["user"], is_active=True).select_related("person").first()
    return user if user is not None and _last(user) == said["last"] else None


def _last(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""

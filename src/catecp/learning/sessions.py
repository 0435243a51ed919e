"""Who learns in this browser: the learner of a session of its own (a cookie that scripts cannot read), or of the signed-in account.

A learner needs no account: a class code and a name, or a code sent to a phone or an address, opens a session. Several learners
share a phone by closing one session and opening another.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catecp.accounts.queries import person_of
from catecp.learning.models import Identity, Learner, LearnerSession

COOKIE = "catecp_learner"
LASTS = timedelta(days=400)  # the longest browsers keep a cookie
_SEEN_EVERY = timedelta(hours=12)


def learner_of(request: HttpRequest) -> Learner | None:
    """The learner this browser acts for; asked once a request. The session's learner stands before the account's."""
    if not hasattr(request, "_learner"):
        request._learner = _of_session(request) or _of_account(request)  # type: ignore[attr-defined]  # -- kept on the request
    return request._learner  # type: ignore[attr-defined]  # -- kept on the request


def open_session(
    request: HttpRequest, response: HttpResponse, *, learner: Learner, identity: Identity | None, at: datetime
) -> LearnerSession:
    """This browser acts for the learner from now on; a session that was open in it is closed."""
    close_session(request, response, at=at)
    token = secrets.token_urlsafe(32)
    session = LearnerSession.objects.create(
        learner=learner, identity=identity, token_digest=_digest(token), opened_at=at, seen_at=at
    )
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )
    request._learner = learner  # type: ignore[attr-defined]  # -- kept on the request
    return session


def close_session(request: HttpRequest, response: HttpResponse, *, at: datetime) -> None:
    """This browser acts for nobody. Closing twice changes nothing."""
    token = request.COOKIES.get(COOKIE, "")
    if token:
        LearnerSession.objects.filter(token_digest=_digest(token), closed_at=None).update(closed_at=at)
        response.delete_cookie(COOKIE, samesite="Lax")
    request._learner = None  # type: ignore[attr-defined]  # -- kept on the request


def close_sessions_of(learner: Learner, *, at: datetime) -> int:
    """Close the learner's sessions everywhere, as when four digits were reset. Returns how many."""
    return LearnerSession.objects.filter(learner=learner, closed_at=None).update(closed_at=at)


def _of_session(request: HttpRequest) -> Learner | None:
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    session = LearnerSession.objects.select_related("learner").filter(token_digest=_digest(token), closed_at=None).first()
    now = timezone.now()
    if session is None or session.opened_at < now - LASTS:
        return None
    if session.seen_at < now - _SEEN_EVERY:
        LearnerSession.objects.filter(pk=session.pk).update(seen_at=now)
    return session.learner


def _of_account(request: HttpRequest) -> Learner | None:
    person = person_of(getattr(request, "user", None))
    return Learner.objects.filter(person=person).order_by("pk").first() if person is not None else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""What the learner's pages share: who learns here, how often a stranger may guess, where to go after joining."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catecp.learning.models import Enrolment, Learner
from catecp.learning.queries.learning import enrolments_of
from catecp.learning.services.joining import Joined
from catecp.learning.sessions import learner_of, open_session

MOST_MISSES, WITHIN = 20, 600  # wrong codes from one address in so many seconds; a whole class may sit behind one address

View = Callable[..., HttpResponse]


def for_learners(view: View) -> View:
    """The page is for who learns in this browser; everybody else joins first and comes back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        learner = learner_of(request)
        if learner is None:
            return redirect(f"{reverse('learning:join')}?{urlencode({'next': request.get_full_path()})}")
        response = view(request, learner, *args, **kwargs)
        response["X-Learner"] = learner.public_id  # so that the worker of a shared phone opens only this learner's copies
        return response

    return login_not_required(never_cache(wrapped))


def own_enrolment(learner: Learner, public_id: str) -> Enrolment:
    found = enrolments_of(learner).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def welcome(request: HttpRequest, joined: Joined) -> HttpResponse:
    """Open the session and go to the course, or to where the learner was going."""
    asked = request.session.pop("join_next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    home = reverse("learning:course", args=[joined.enrolment.public_id]) if joined.enrolment else reverse("learning:courses")
    response = redirect(asked if asked and is_ours else home)
    if learner_of(request) is None or learner_of(request).pk != joined.identity.learner_id:  # type: ignore[union-attr]  # -- asked above
        open_session(request, response, learner=joined.identity.learner, identity=joined.identity, at=timezone.now())
    messages.success(request, _("Welcome, %(name)s.") % {"name": joined.identity.learner.name or _("learner")})
    return response


def _name(request: HttpRequest) -> str:
    return f"learning:misses:{request.META.get('REMOTE_ADDR', '')}"


def too_many_guesses(request: HttpRequest) -> HttpResponse | None:
    if (cache.get(_name(request)) or 0) < MOST_MISSES:
        return None
    reason = _("Too many wrong codes came from here. Wait ten minutes, then look at the code again.")
    return render(request, "errors/refused.html", {"reason": reason, "back": reverse("learning:join")}, status=429)


def count_guess(request: HttpRequest) -> None:
    if not cache.add(_name(request), 1, WITHIN):
        with suppress(ValueError):  # it ended in between
            cache.incr(_name(request))

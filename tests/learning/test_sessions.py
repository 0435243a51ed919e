from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from catecp.learning.models import LearnerSession
from catecp.learning.sessions import COOKIE, close_session, close_sessions_of, learner_of, open_session
from tests.factories.accounts import UserFactory
from tests.factories.learning import LearnerFactory

pytestmark = pytest.mark.django_db


def request_with(cookies=None, user=None):
    request = RequestFactory().get("/learn/")
    request.COOKIES = cookies or {}
    request.user = user or AnonymousUser()
    return request


def opened(learner, cookies=None):
    response = HttpResponse()
    open_session(request_with(cookies), response, learner=learner, identity=None, at=timezone.now())
    return response.cookies[COOKIE]


def test_opened_session_is_known_by_a_cookie_scripts_cannot_read():
    learner = LearnerFactory()

    cookie = opened(learner)

    assert learner_of(request_with({COOKIE: cookie.value})) == learner
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert cookie.value not in LearnerSession.objects.get().token_digest


def test_a_token_nobody_was_given_is_nobody():
    opened(LearnerFactory())

    assert learner_of(request_with({COOKIE: "made-up"})) is None


def test_opening_for_another_learner_closes_the_first_session():
    first, second = LearnerFactory(), LearnerFactory()
    old = opened(first)

    new = opened(second, {COOKIE: old.value})

    assert learner_of(request_with({COOKIE: old.value})) is None
    assert learner_of(request_with({COOKIE: new.value})) == second


def test_closed_session_is_nobody_and_the_cookie_goes():
    cookie = opened(LearnerFactory())
    response = HttpResponse()

    close_session(request_with({COOKIE: cookie.value}), response, at=timezone.now())

    assert learner_of(request_with({COOKIE: cookie.value})) is None
    assert response.cookies[COOKIE]["max-age"] == 0


def test_all_sessions_of_a_learner_close_at_once():
    learner = LearnerFactory()
    cookies = [opened(learner), opened(learner)]

    count = close_sessions_of(learner, at=timezone.now())

    assert count == 2
    assert [learner_of(request_with({COOKIE: cookie.value})) for cookie in cookies] == [None, None]


def test_session_older_than_a_cookie_may_live_is_nobody():
    cookie = opened(LearnerFactory())
    LearnerSession.objects.update(opened_at=timezone.now() - timedelta(days=401))

    assert learner_of(request_with({COOKIE: cookie.value})) is None


def test_signed_in_account_acts_for_its_own_learner():
    user = UserFactory()
    learner = LearnerFactory(person=user.person)

    assert learner_of(request_with(user=user)) == learner
    assert learner_of(request_with(user=UserFactory())) is None

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from catecp.learning.sessions import COOKIE, open_session


@pytest.fixture
def learning():
    """learning(learner) -> a browser that learns for them."""

    def browser(learner) -> Client:
        request, response = RequestFactory().get("/"), HttpResponse()
        request.user = AnonymousUser()
        open_session(request, response, learner=learner, identity=None, at=timezone.now())
        client = Client()
        client.cookies[COOKIE] = response.cookies[COOKIE].value
        return client

    return browser

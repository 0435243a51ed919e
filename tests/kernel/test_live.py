import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from catecp.kernel import live as subject
from catecp.kernel.live import MOST_STREAMS, live

pytestmark = pytest.mark.django_db  # closing a response tidies the connections up
STREAM = {"HTTP_ACCEPT": "text/event-stream"}


def ask(versions, **extra):
    source = iter(versions)
    return live(
        RequestFactory().get("/part/", **extra),
        version=lambda: next(source),
        part=lambda: HttpResponse("the part"),
        seconds=0.05,
        every=0.01,
    )


@pytest.fixture(autouse=True)
def everybody_leaves():
    yield
    assert subject._room._value == MOST_STREAMS, "a stream kept its room"


def test_live_gives_the_part_itself_to_whoever_does_not_ask_for_a_stream():
    response = ask([])

    assert (response.content, response["Cache-Control"]) == (b"the part", "no-cache")


def test_live_says_the_version_when_it_changes_and_ends_by_itself():
    response = ask(["1", "1", "2", *["2"] * 20], **STREAM)

    lines = list(response)
    response.close()

    assert lines[:4] == [b"retry: 1000\n\n", b"data: 1\n\n", b": quiet\n\n", b"data: 2\n\n"]
    assert 4 < len(lines) < 12


def test_live_sends_whoever_finds_no_room_to_polling():
    streams = [ask(["1"], **STREAM) for _ in range(MOST_STREAMS)]

    refused = ask(["1"], **STREAM)

    assert refused.status_code == 204
    for stream in streams:
        stream.close()


def test_live_gives_its_room_back_once_when_closed_before_it_began():
    response = ask(["1"], **STREAM)

    response.close()
    response.close()

    assert subject._room._value == MOST_STREAMS

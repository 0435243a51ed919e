import pytest

from catecp.kernel.outbound import Limits, NotReached, post_json
from tests.fakes.model_server import FakeModelServer


def limits(waits: list, **more) -> Limits:
    return Limits(sleep=waits.append, **{"time_out": 5, **more})


def test_post_json_asks_a_busy_server_again_and_later_each_time():
    waits = []
    with FakeModelServer(lambda q: (429, {}), lambda q: (503, {}), answer=lambda q: (200, {"ok": 1})) as server:
        answer = post_json(server.address, {"a": "ខ្មែរ"}, private_ok=True, limits=limits(waits))

    assert answer.json() == {"ok": 1}
    assert waits == [0.5, 2.0]
    assert [question["a"] for question in server.questions] == ["ខ្មែរ"] * 3


def test_post_json_waits_as_long_as_the_server_asks_within_bounds():
    waits = []
    with FakeModelServer(lambda q: (429, {}), answer=lambda q: (200, {})) as server:
        server.headers = {"Retry-After": "7"}
        post_json(server.address, {}, private_ok=True, limits=limits(waits))

    assert waits == [7.0]


def test_post_json_gives_up_after_its_tries():
    waits = []
    with FakeModelServer(answer=lambda q: (500, {})) as server, pytest.raises(NotReached, match="answered 500") as caught:
        post_json(server.address, {}, private_ok=True, limits=limits(waits, tries=3))

    assert (caught.value.status, len(server.questions), waits) == (500, 3, [0.5, 2.0])


def test_post_json_does_not_repeat_what_the_server_refused():
    with FakeModelServer(answer=lambda q: (401, {})) as server, pytest.raises(NotReached, match="answered 401"):
        post_json(server.address, {}, private_ok=True, limits=limits([]))

    assert len(server.questions) == 1


def test_post_json_follows_no_redirect():
    with FakeModelServer() as other, FakeModelServer(answer=lambda q: (307, {})) as server:
        server.headers = {"Location": other.address}
        with pytest.raises(NotReached, match="elsewhere"):
            post_json(server.address, {}, private_ok=True, limits=limits([]))

    assert other.questions == []


def test_post_json_refuses_addresses_inside_the_house():
    with FakeModelServer() as server, pytest.raises(NotReached, match="inside the house"):
        post_json(server.address, {}, limits=limits([]))

    assert server.questions == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/", "//example.org", "nonsense"])
def test_post_json_refuses_other_schemes(address):
    with pytest.raises(NotReached, match="must begin with"):
        post_json(address, {}, private_ok=True, limits=limits([]))


def test_post_json_bounds_the_answer():
    with FakeModelServer(answer=lambda q: (200, b"x" * 200_000)) as server, pytest.raises(NotReached, match="too large"):
        post_json(server.address, {}, private_ok=True, limits=limits([], largest=100_000))


def test_post_json_gives_up_on_a_slow_server():
    with FakeModelServer(answer=lambda q: (200, {})) as server:
        server.delay = 0.6
        with pytest.raises(NotReached, match="too long"):
            post_json(server.address, {}, private_ok=True, limits=limits([], time_out=0.2, tries=1))


def test_post_json_sees_an_answer_that_breaks_off():
    with FakeModelServer(answer=lambda q: (200, {"half": "an answer"})) as server:
        server.truncates = True
        with pytest.raises(NotReached, match="broke off"):
            post_json(server.address, {}, private_ok=True, limits=limits([], tries=1, time_out=2))


def test_post_json_says_that_nobody_is_there():
    with FakeModelServer() as server:
        address = server.address

    with pytest.raises(NotReached, match="could not be reached"):
        post_json(address, {}, private_ok=True, limits=limits([], tries=2))

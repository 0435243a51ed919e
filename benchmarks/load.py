"""A small load client for this machine only: some connections kept open, one address, bounded in time and number."""

import http.client
import threading
import time
from dataclasses import dataclass, field

MOST_REQUESTS = 20_000
LONGEST_SECONDS = 30.0


@dataclass
class Load:
    """What a round of requests came to. Times in milliseconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    bytes: int = 0
    failed: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0


def fetch(port: int, path: str, cookie: str = "") -> tuple[int, dict[str, str], bytes]:
    """One GET as a browser sends it; the body stays compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=_headers(cookie))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def press(port: int, path: str, *, connections: int, seconds: float, cookie: str = "") -> Load:
    """Ask for `path` over `connections` at once for `seconds`. Anything but 200 counts as failed, never as an answer."""
    ends_at = time.monotonic() + min(seconds, LONGEST_SECONDS)
    loads = [Load() for _ in range(connections)]
    most = MOST_REQUESTS // connections
    workers = [threading.Thread(target=_ask, args=[load, port, path, cookie, ends_at, most]) for load in loads]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    total = Load(seconds=time.perf_counter() - started)
    for load in loads:
        total.times += load.times
        total.bytes += load.bytes
        total.failed += load.failed
    return total


def _ask(load: Load, port: int, path: str, cookie: str, ends_at: float, most: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < ends_at and len(load.times) + load.failed < most:
        started = time.perf_counter()
        try:
            connection.request("GET", path, headers=_headers(cookie))
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            load.failed += 1
            continue
        if answer.status != 200:
            load.failed += 1
            continue
        load.times.append((time.perf_counter() - started) * 1000)
        load.bytes += len(body)
    connection.close()


def _headers(cookie: str) -> dict[str, str]:
    headers = {"Accept-Encoding": "gzip, br", "Accept-Language": "en", "Accept": "text/html"}
    return {**headers, "Cookie": cookie} if cookie else headers

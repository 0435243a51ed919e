"""The one way out to other machines: bounded in time and size, patient with busy servers, and never led to a place nobody named.

A name is resolved once and that very address is connected to, so it cannot turn private between the check and the call. Addresses inside
the house are refused unless the caller says that the operator configured this one (`private_ok`). Redirects are not followed.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LARGEST = 4_000_000  # bytes of an answer
TIME_OUT = 60.0  # seconds until the whole answer is there
TRIES = 4
LONGEST_WAIT = 20.0  # seconds between two tries, whatever the server asks for
_BUSY = {408, 425, 429, 500, 502, 503, 504}


class NotReached(Exception):
    """No usable answer; `status` is the last one the server gave, None without any. The text names no secrets."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Raises NotReached for anything that is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise NotReached("the answer is no JSON", status=self.status) from error


@dataclass(frozen=True)
class Limits:
    largest: int = LARGEST  # bytes
    time_out: float = TIME_OUT  # seconds, of one try
    tries: int = TRIES
    sleep: Callable[[float], None] = time.sleep


def post_json(
    address: str, value: Any, *, headers: Mapping[str, str] | None = None, private_ok: bool = False, limits: Limits | None = None
) -> Answer:
    """POST a JSON value; a busy or failing server is asked again, later each time. Raises NotReached."""
    limits = limits or Limits()
    body = json.dumps(value, ensure_ascii=False).encode()
    sent = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "catecp", **(headers or {})}
    problem = NotReached("it was not asked")
    for number in range(limits.tries):
        wait = min(LONGEST_WAIT, 0.5 * 4**number)
        try:
            answer = _once(address, body, sent, private_ok=private_ok, limits=limits)
        except (OSError, http.client.HTTPException) as error:
            problem = NotReached(_plain(error))
        else:
            if answer.status not in _BUSY:
                return _usable(answer)
            problem = NotReached(f"the server answered {answer.status}", status=answer.status)
            wait = max(wait, min(LONGEST_WAIT, _seconds(answer.headers.get("retry-after", ""))))
        if number + 1 < limits.tries:
            limits.sleep(wait)
    raise problem


def _usable(answer: Answer) -> Answer:
    if 300 <= answer.status < 400:
        raise NotReached("the server sends us elsewhere, which is not followed", status=answer.status)
    if answer.status >= 400:
        raise NotReached(f"the server answered {answer.status}", status=answer.status)
    return answer


def _plain(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server took too long"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    return f"the server could not be reached ({type(error).__name__})"


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() and len(text) < 6 else 0.0


def _once(address: str, body: bytes, headers: Mapping[str, str], *, private_ok: bool, limits: Limits) -> Answer:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NotReached("the address must begin with http:// or https://")
    ends_at = time.monotonic() + limits.time_out
    connection = _connected(parts.scheme, parts.hostname, parts.port, private_ok=private_ok, time_out=limits.time_out)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body=body, headers=dict(headers))
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, _bounded(response, limits.largest, ends_at))
    finally:
        connection.close()


def _connected(scheme: str, host: str, port: int | None, *, private_ok: bool, time_out: float) -> http.client.HTTPConnection:
    """A connection to the address that was checked, speaking to the name that was asked for."""
    port = port or (443 if scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [str(row[4][0]) for row in found if private_ok or ipaddress.ip_address(row[4][0]).is_global]
    if not allowed:
        raise NotReached("the address lies inside the house and is not asked")
    connection = http.client.HTTPConnection(host, port, timeout=time_out)
    connection.sock = socket.create_connection((allowed[0], port), timeout=time_out)
    if scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    return connection


def _bounded(response: http.client.HTTPResponse, largest: int, ends_at: float) -> bytes:
    """The body, unless it is too large or drips in too slowly. An answer shorter than it said is an error, not an answer."""
    pieces, size = [], 0
    while piece := response.read1(64_000):
        size += len(piece)
        if size > largest:
            raise NotReached("the answer is too large", status=response.status)
        if time.monotonic() > ends_at:
            raise TimeoutError
        pieces.append(piece)
    announced = response.getheader("Content-Length", "") or ""
    if announced.isdigit() and size < int(announced):
        raise http.client.IncompleteRead(b"", int(announced) - size)
    return b"".join(pieces)

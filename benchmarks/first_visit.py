"""What a browser that was never here loads to show a page: requests and bytes as they crossed the wire, headers included."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

CODE = {"Document", "Stylesheet", "Script"}
LONGEST_MS = 60_000
SETTLE_MS = 6_000


@dataclass(frozen=True)
class Visit:
    """Bytes: of HTML, CSS and JS; of everything (fonts, pictures, data); and HTML, CSS and JS had a proxy gzipped all of it."""

    requests: int
    code_bytes: int
    all_bytes: int
    gzipped_bytes: int


@contextmanager
def browser() -> Iterator[Browser | None]:
    """Debian's Chromium; None where there is none."""
    found = shutil.which("chromium")
    if found is None:
        yield None
        return
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def first_visit(opened: Browser, address: str) -> Visit:
    """Load `address` with an empty cache, and whatever it loads in the six seconds after."""
    return visits(opened, [address])[0]


def visits(opened: Browser, addresses: list[str], *, cookies: list[dict[str, Any]] | None = None) -> list[Visit]:
    """One browser with an empty cache opens the addresses one after the other; what each loaded over the wire."""
    context = opened.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", service_workers="block")
    context.add_cookies(cookies or [])  # type: ignore[arg-type]  # -- name, value and url
    page = context.new_page()
    network = context.new_cdp_session(page)
    wire = Wire(network)
    found = []
    for address in addresses:
        page.goto(address, wait_until="load", timeout=LONGEST_MS)
        page.wait_for_timeout(SETTLE_MS)  # a page that changes itself, or asks again and again, is never done by a rule
        found.append(wire.taken())
    context.close()
    return found


class Wire:
    """What crosses the wire of one page: kinds and sizes by request; what came from the browser's cache is left out."""

    def __init__(self, network: Any) -> None:
        self.network = network
        self.kinds: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        network.on("Network.responseReceived", self._received)
        network.on("Network.loadingFinished", self._finished)
        network.send("Network.enable")

    def _received(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer["url"].startswith("http") and not answer.get("fromDiskCache") and not answer.get("fromPrefetchCache"):
            self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.kinds:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def taken(self) -> Visit:
        """What was loaded since the last time."""
        kinds = {request: kind for request, kind in self.kinds.items() if self.sizes.get(request)}
        code = {request: self.sizes[request] for request, kind in kinds.items() if kind in CODE}
        gzipped = sum(min(_gzipped(self.network, request), size) for request, size in code.items())
        total = sum(self.sizes[request] for request in kinds)
        self.kinds, self.sizes = {}, {}
        return Visit(requests=len(kinds), code_bytes=sum(code.values()), all_bytes=total, gzipped_bytes=gzipped)


def _gzipped(network: Any, request: str) -> int:
    """Size of the body under gzip as nginx sets it by default for text; no smaller than what the browser can give back."""
    try:
        body = network.send("Network.getResponseBody", {"requestId": request})
    except Error:
        return 10**9
    return len(gzip.compress(body["body"].encode(), compresslevel=6))

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
    """Load `address` with an empty cache until nothing has been loaded for half a second."""
    context = opened.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", service_workers="block")
    page = context.new_page()
    network = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    bodies: dict[str, int] = {}

    def received(event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in kinds:
            sizes[event["requestId"]] = int(event["encodedDataLength"])

    network.on("Network.responseReceived", received)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(address, wait_until="networkidle", timeout=LONGEST_MS)
    for request, kind in kinds.items():
        if kind in CODE:
            bodies[request] = min(_gzipped(network, request), sizes.get(request, 0))
    context.close()
    code = sum(sizes.get(request, 0) for request, kind in kinds.items() if kind in CODE)
    return Visit(requests=len(kinds), code_bytes=code, all_bytes=sum(sizes.values()), gzipped_bytes=sum(bodies.values()))


def _gzipped(network: Any, request: str) -> int:
    """Size of the body under gzip as nginx sets it by default for text; no smaller than what the browser can give back."""
    try:
        body = network.send("Network.getResponseBody", {"requestId": request})
    except Error:
        return 10**9
    return len(gzip.compress(body["body"].encode(), compresslevel=6))

"""A kilobyte and nothing else: what the web server and the client of pages.py can do without any program behind them."""

from collections.abc import Callable, Iterable
from typing import Any

BODY = b"<!doctype html><title>bare</title>" + b"." * 990


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]

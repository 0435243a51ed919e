"""Parts of a page that follow what happens: server-sent events where there is room, polling where not.

One address gives both. A browser that asks for `text/event-stream` hears a line whenever the version changes; everybody else gets the
part itself. A stream ends after some seconds (the browser comes back by itself) and only a few run at once, because each one
holds a worker thread; whoever finds no room gets 204 and polls. See static/js/live.js for the other end.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

STREAM_SECONDS = 20.0
LOOK_EVERY_SECONDS = 1.0
MOST_STREAMS = 4  # per process, of the worker threads that also answer pages
_room = threading.BoundedSemaphore(MOST_STREAMS)


class VersionStream:
    """The lines of one stream. Closing it gives the room back, also when it never began."""

    def __init__(self, version: Callable[[], str], *, seconds: float, every: float, release: Callable[[], None]) -> None:
        self._lines = self._watch(version, seconds=seconds, every=every)
        self._release: Callable[[], None] | None = release

    def __iter__(self) -> Iterator[bytes]:
        return self._lines

    def close(self) -> None:
        self._lines.close()
        if self._release is not None:
            self._release()
            self._release = None

    @staticmethod
    def _watch(version: Callable[[], str], *, seconds: float, every: float) -> Generator[bytes, None, None]:
        ends_at = time.monotonic() + seconds
        shown = None
        yield b"retry: 1000\n\n"
        while True:
            now = version()
            # A comment line keeps proxies from closing a quiet stream and tells us when nobody listens any more.
            yield b": quiet\n\n" if now == shown else f"data: {now}\n\n".encode()
            shown = now
            if time.monotonic() + every > ends_at:
                return
            time.sleep(every)


def live(
    request: HttpRequest,
    *,
    version: Callable[[], str],
    part: Callable[[], HttpResponse],
    seconds: float = STREAM_SECONDS,
    every: float = LOOK_EVERY_SECONDS,
) -> HttpResponseBase:
    """Answer a live address. `version` is one cheap query giving a word without line breaks; `part` renders the part of the page."""
    if "text/event-stream" not in request.headers.get("Accept", ""):
        response = part()
        response["Cache-Control"] = "no-cache"
        return response
    if not _room.acquire(blocking=False):
        return HttpResponse(status=204)
    stream = StreamingHttpResponse(
        VersionStream(version, seconds=seconds, every=every, release=_room.release), content_type="text/event-stream"
    )
    stream["Cache-Control"] = "no-store"
    stream["X-Accel-Buffering"] = "no"
    stream["Content-Encoding"] = "identity"  # compressing would hold the lines back until enough of them came together
    return stream

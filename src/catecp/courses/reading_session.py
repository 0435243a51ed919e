"""Which versions somebody without an account was handed to read by a personal link; kept in their session."""

from django.http import HttpRequest

_KEY = "courses.reading"
MOST = 20


def versions_read(request: HttpRequest) -> set[int]:
    return set(request.session.get(_KEY, ()))


def remember_version(request: HttpRequest, version_id: int) -> None:
    kept = [found for found in request.session.get(_KEY, ()) if found != version_id]
    request.session[_KEY] = [*kept, version_id][-MOST:]

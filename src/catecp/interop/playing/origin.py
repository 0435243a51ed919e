"""Where packages run: an origin of its own, so that nothing in them can act as the person who opens them.

With CATECP_CONTENT_ADDRESS set, that one. On a laptop, `localhost` and `127.0.0.1` are two origins of the same program, so each serves
as the other's. Elsewhere there is none, and packages cannot be played: the page says so. See docs/decisions/0016.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest

_TWINS = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}
_SALT = "catecp.interop.playing"
HOURS = 12


@dataclass(frozen=True)
class Ticket:
    """What a player's address carries, signed: which package, what to launch, and which origin may show it."""

    asset: str  # SHA-256
    format: str
    launch: str
    shown_by: str  # origin of the page around it


def own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def content_origin(request: HttpRequest) -> str:
    """The origin packages run in for this reader; empty where there is none."""
    if settings.CONTENT_ADDRESS:
        return "" if own_origin(request) == settings.CONTENT_ADDRESS else settings.CONTENT_ADDRESS
    twin = _twin_of(request.get_host())
    return f"{request.scheme}://{twin}" if twin else ""


def _twin_of(host: str) -> str:
    """The other name of this laptop, with its port; empty elsewhere."""
    name, colon, port = host.partition(":")
    return f"{_TWINS[name]}{colon}{port}" if name in _TWINS else ""


def signed(ticket: Ticket) -> str:
    return signing.dumps(asdict(ticket), salt=_SALT, compress=True)


def ticket_of(request: HttpRequest, text: str) -> Ticket:
    """The ticket in an address. Raises Http404 when it is forged or old, or asked for anywhere but in the origin meant for it.

    Not being the origin of the page is not enough: a laptop's other addresses in the network serve people's sessions too.
    """
    try:
        ticket = Ticket(**signing.loads(text, salt=_SALT, max_age=HOURS * 3600))
    except (signing.BadSignature, TypeError) as error:
        raise Http404 from error
    around = urlsplit(ticket.shown_by).netloc
    meant = urlsplit(settings.CONTENT_ADDRESS).netloc or _twin_of(around)
    if request.get_host() != meant or meant == around:
        raise Http404
    return ticket

"""One row of the access matrix: an address, and the status each actor gets. `tests/<module>/access.py` lists them in `ROWS`."""

from dataclasses import dataclass, field

from tests.world import ACTORS


@dataclass(frozen=True)
class Access:
    """`kwargs` maps the address's parameters to dotted names in the world: {"slug": "event.slug"}.

    `expect` maps an actor, or several joined by "|", to a status; "*" is everybody not named. 302 is "sign in first" or
    "done, see there"; 403 "not allowed, and why"; 404 "not for you to know".
    """

    name: str
    expect: dict[str, int]
    method: str = "get"
    kwargs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    json: bool = False

    def status_for(self, actor: str) -> int:
        for names, status in self.expect.items():
            if actor in names.split("|"):
                return status
        return self.expect["*"]

    def check_names(self) -> None:
        named = {name for names in self.expect for name in names.split("|")} - {"*"}
        assert named <= set(ACTORS), named - set(ACTORS)


def release(response) -> None:
    """Close files and streams of a response without saying that the request is over: that would close PostgreSQL's connection."""
    for close in response._resource_closers:
        close()
    response._resource_closers.clear()

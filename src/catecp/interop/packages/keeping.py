"""Where the bytes of a package go: nowhere in a dry run (they are only measured), or to the files by checksum."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from catecp.interop.packages.limits import CHUNK

TAIL = 66_000  # bytes of the end that are looked at


@dataclass(frozen=True)
class Kept:
    """Bytes that were read through: their SHA-256 (hex), size in bytes, type and name."""

    sha256: str
    size: int
    media_type: str
    name: str


class Keeper(Protocol):
    def put(self, stream: IO[bytes]) -> tuple[str, int]:
        """Take the stream to its end; returns SHA-256 (hex) and size in bytes."""


class Measuring:
    """Keeps nothing: a dry run."""

    def put(self, stream: IO[bytes]) -> tuple[str, int]:
        summed = hashlib.sha256()
        size = 0
        while chunk := stream.read(CHUNK):
            summed.update(chunk)
            size += len(chunk)
        return summed.hexdigest(), size


@dataclass
class Watched:
    """A stream that remembers its last bytes and says how far it is, while somebody else reads it."""

    stream: IO[bytes]
    say: Callable[[int], None]
    tail: bytes = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(CHUNK if size < 0 else min(size, CHUNK))
        self.tail = chunk[-TAIL:] if len(chunk) >= TAIL else (self.tail + chunk)[-TAIL:]
        self.say(len(chunk))
        return chunk

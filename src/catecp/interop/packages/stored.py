"""Bytes of a package kept as files, by checksum, as they come."""

from typing import IO

from catecp.files import storage
from catecp.interop.packages.limits import CHUNK


class Storing:
    def put(self, stream: IO[bytes]) -> tuple[str, int]:
        """Keep the stream to its end; returns SHA-256 (hex) and size in bytes. A full disk raises OSError and leaves nothing."""
        return storage.put_stream(iter(lambda: stream.read(CHUNK), b""))

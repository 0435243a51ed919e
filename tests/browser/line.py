"""The network between a phone and the server, as a test holds it: it counts bytes, and it can be cut for everything, workers included."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit

PIECE = 65_536


class Line:
    """Forwards a port of its own to the server's. `cut()` refuses and closes everything until `mend()`."""

    def __init__(self, server: str) -> None:
        self.target = (urlsplit(server).hostname, urlsplit(server).port)
        self.received = 0  # bytes that came from the server
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for end in list(self._open):
            _shut(end)

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _address = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                _shut(phone)
                continue
            try:
                server = socket.create_connection(self.target)
            except OSError:
                _shut(phone)
                continue
            self._open |= {phone, server}
            for source, target in ((phone, server), (server, phone)):
                threading.Thread(target=self._pump, args=(source, target, source is server), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        try:
            while piece := source.recv(PIECE):
                target.sendall(piece)
                self.received += len(piece) if is_answer else 0
        except OSError:
            pass
        for end in (source, target):
            _shut(end)
            self._open.discard(end)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

"""Serves this class to the phones around it. Needs Python 3.6 or later and nothing else:  python3 serve.py

Phones join the same Wi-Fi (a hotspot will do) and open the address that is printed. What they hand in is written to results.json beside
this file, checked and signed; take that file to the class page on the platform by any way you like.
"""

import hashlib
import hmac
import json
import os
import socket
import sys
import threading
from datetime import datetime, timezone
from http.server import SimpleHTTPRequestHandler

try:
    from http.server import ThreadingHTTPServer
except ImportError:  # Python 3.6
    from http.server import HTTPServer
    from socketserver import ThreadingMixIn

    class ThreadingHTTPServer(ThreadingMixIn, HTTPServer):
        daemon_threads = True


HERE = os.path.dirname(os.path.abspath(__file__))
RESULTS = os.path.join(HERE, "results.json")
LARGEST = 4_000_000  # bytes of one phone's file
with open(os.path.join(HERE, "bundle.json"), encoding="utf-8") as described:
    BUNDLE = json.load(described)
LOCK = threading.Lock()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def signature(file):
    unsigned = {key: value for key, value in file.items() if key != "signature"}
    return hmac.new(bytes.fromhex(BUNDLE["key"]), canonical(unsigned), hashlib.sha256).hexdigest()


def seats_so_far():
    try:
        with open(RESULTS, encoding="utf-8") as kept:
            return {seat["key"]: seat for seat in json.load(kept)["seats"]}
    except (OSError, ValueError, KeyError):
        return {}


def take(file):
    """Add what a phone hands in; the longer story of a seat stays. Returns the highest number held of its first seat."""
    if file.get("bundle") != BUNDLE["bundle"] or not hmac.compare_digest(file.get("signature", ""), signature(file)):
        raise ValueError("not of this bundle")
    with LOCK:
        seats = seats_so_far()
        for seat in file["seats"]:
            before = seats.get(seat["key"], {"events": []})
            if len(seat["events"]) > len(before["events"]):
                seats[seat["key"]] = seat
        made = {
            "format": "catecp-results-1",
            "bundle": BUNDLE["bundle"],
            "made_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "seats": [seats[key] for key in sorted(seats)],
        }
        made["signature"] = signature(made)
        with open(RESULTS + ".new", "w", encoding="utf-8") as new:
            json.dump(made, new, ensure_ascii=False)
            new.flush()
            os.fsync(new.fileno())
        os.replace(RESULTS + ".new", RESULTS)
        return max((event["seq"] for event in seats[file["seats"][0]["key"]]["events"]), default=0)


class Handler(SimpleHTTPRequestHandler):
    def translate_path(self, path):
        here = os.getcwd()
        found = super().translate_path(path)
        inside = os.path.join(HERE, os.path.relpath(found, here))
        name = os.path.basename(inside).lower()
        hidden = name.startswith(("bundle.json", "serve.py", "results.json"))  # Windows drops a last dot
        return os.path.join(HERE, "no-such-file") if hidden or not inside.startswith(HERE) else inside

    def list_directory(self, path):
        self.send_error(404)

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        if self.path != "/results" or not 0 < size <= LARGEST:
            self.send_error(404)
            return
        try:
            answer, status = {"highest": take(json.loads(self.rfile.read(size).decode("utf-8")))}, 200
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as problem:
            answer, status = {"problem": str(problem)}, 400
        body = json.dumps(answer).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def addresses(port):
    found = {"127.0.0.1"}
    try:
        found |= {row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        pass
    try:
        probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which network we are in
        found.add(probe.getsockname()[0])
        probe.close()
    except OSError:
        pass
    return ["http://%s:%d/" % (address, port) for address in sorted(found)]


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    server = ThreadingHTTPServer(("0.0.0.0", port), Handler)
    print(
        "\n".join(["Open one of these on the phones:", *addresses(port), "Ctrl+C ends it. Results are in results.json."]),
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("Done.")


if __name__ == "__main__":
    main()

"""A small server of ours that speaks the chat protocol of OpenAI-compatible servers: a real one, in a thread, that can also misbehave."""

import json
import re
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What a model would say: the sentence with every word upper-cased would be a poor test; prefixing keeps marks and words in place.
WORDS = {"arc welding": "ការផ្សារដោយធ្នូអគ្គិសនី"}


def translated(text: str) -> str:
    for source, target in WORDS.items():
        text = re.sub(source, target, text, flags=re.IGNORECASE)
    return f"ខ្មែរ {text}"


def good(question: dict[str, Any]) -> tuple[int, Any]:
    sentences = json.loads(question["messages"][-1]["content"])["sentences"]
    rows = [{"id": row["id"], "text": translated(row["text"])} for row in sentences]
    return 200, chat(json.dumps({"translations": rows}, ensure_ascii=False))


def chat(content: Any) -> dict[str, Any]:
    return {"object": "chat.completion", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}


class FakeModelServer:
    """`with FakeModelServer() as server:` answers at `server.address`. `script` gives the first answers, `answer` all after them.

    An answer is a function of the question: (status, value); bytes as value are sent as they are. `questions` and `keys` keep what came.
    """

    def __init__(self, *script: Callable[[dict], tuple[int, Any]], answer: Callable[[dict], tuple[int, Any]] = good) -> None:
        self.script, self.answer = list(script), answer
        self.questions: list[dict] = []
        self.keys: list[str] = []
        self.delay = 0.0
        self.truncates = False
        self.headers: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "FakeModelServer":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(fake) -> type[BaseHTTPRequestHandler]:  # noqa: N805 -- the handler below has its own self
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.questions.append({**question, "path": self.path})
                fake.keys.append(self.headers.get("Authorization", ""))
                time.sleep(fake.delay)
                status, value = (fake.script.pop(0) if fake.script else fake.answer)(question)
                body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body) + (500 if fake.truncates else 0)))
                for name, text in fake.headers.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Silent: the test says what happened."""

        return Handler

"""A real HTTP server on loopback that hears webhooks, remembers them and answers as a test wants."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Heard"], int]


@dataclass(frozen=True, slots=True)
class Heard:
    """One call as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass(slots=True)
class Listener:
    """`answer` gives the status of each call; `gate`, when it is closed, keeps the answer back."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list[Heard])
    answer: Answer = lambda _: 204
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def listening() -> Generator[Listener]:
    """A listener for the block."""
    told = Listener()
    told.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard = Heard(self.path, dict(self.headers.items()), body)
            told.heard.append(heard)
            told.gate.wait(timeout=60)
            try:
                status = told.answer(heard)
                self.send_response(status)
                if status in range(300, 400):
                    self.send_header("Location", told.url)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:
                pass  # the caller had no patience

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        told.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()

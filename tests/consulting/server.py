"""A chat endpoint on loopback that does as it is told: a script of answers, good and bad."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Asked:
    """A request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Scripted:
    """What the server does, request by request; the last answer is repeated."""

    answers: list[Answer]
    asked: list[Asked] = field(default_factory=list)
    base: str = ""
    over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Plays the script."""

    scripted: Scripted

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        scripted = self.scripted
        scripted.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        with contextlib.suppress(OSError):
            scripted.answers[min(len(scripted.asked), len(scripted.answers)) - 1](self)

    do_GET = do_POST = handle_any

    def send(self, content: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serving(*answers: Answer) -> Iterator[Scripted]:
    """Serve on 127.0.0.1 until the end."""
    scripted = Scripted(list(answers))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"scripted": scripted}))
    server.daemon_threads = True
    scripted.base = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        scripted.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def says(text: object, kind: str = "application/json") -> Answer:
    """Answer as a model that says this."""
    return lambda handler: handler.send(json.dumps({"choices": [{"message": {"content": text}}]}).encode(), kind=kind)


def sends(content: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """Answer with these bytes."""
    return lambda handler: handler.send(content, status, kind, **headers)


def models(*names: str) -> Answer:
    """List models."""
    return sends(json.dumps({"data": [{"id": name} for name in names]}).encode())


def hangs(handler: Handler) -> None:
    """Say nothing."""
    handler.scripted.over.wait(5)


def drips(handler: Handler) -> None:
    """Send a byte now and then, for ever: each alone comes in time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _dripping(handler)


def drips_content(handler: Handler) -> None:
    """The same, after the head, without a length."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    _dripping(handler)


def _dripping(handler: Handler) -> None:
    deadline = time.monotonic() + 5
    while not handler.scripted.over.is_set() and time.monotonic() < deadline:
        handler.wfile.write(b"x")
        time.sleep(0.02)


def cuts(handler: Handler) -> None:
    """End in the middle of an answer."""
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"choices": [{"mess')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def slams(handler: Handler) -> None:
    """End before any answer."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def floods(handler: Handler) -> None:
    """Send 50 MB."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50000000\r\n\r\n")
    for _ in range(50):
        handler.wfile.write(b" " * 1_000_000)


def babbles(handler: Handler) -> None:
    """Speak no HTTP."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def echoes_the_key(handler: Handler) -> None:
    """Refuse, and repeat the key, with signs that would colour a terminal."""
    key = handler.headers.get("Authorization", "")
    handler.send(json.dumps({"error": {"message": f"\x1b[31mwrong key: {key}"}}).encode(), 401)

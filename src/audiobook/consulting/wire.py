"""One HTTP request and its answer, under a deadline that holds for the whole of it, however slowly it drips."""

import http.client
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

BIGGEST = 1 << 20  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    kind: str
    """Content type, as sent."""
    content: bytes
    retry_after: float | None
    """Seconds; None where the server does not say, or not so that we understand."""


def exchange(address: str, method: str, content: bytes | None, headers: Mapping[str, str], *, connect: float, total: float) -> Reply | None:
    """Send a request and return the answer; None for one of more than BIGGEST bytes. Redirects are not followed, proxies not used.

    Args:
        address: http or https, checked.
        method: GET or POST.
        content: the body.
        headers: without Host and Content-Length.
        connect: seconds until there is a connection.
        total: seconds until the answer is whole.

    Raises:
        TimeoutError: the answer was not whole in time.
        OSError, http.client.HTTPException: the connection failed or spoke no HTTP.
    """
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=connect)
    try:
        try:
            connection.connect()
        except TimeoutError as error:
            raise ConnectionError(f"nobody answered in {connect:g} seconds") from error
        line: socket.socket = connection.sock
        line.settimeout(total)
        # a timeout of the socket holds for each piece anew: only cutting the line ends an answer that comes a byte a second
        late = threading.Event()
        watchdog = threading.Timer(total, _cut, (line, late))
        watchdog.daemon = True
        watchdog.start()
        try:
            reply = _exchanged(connection, method, parts.path, content, headers)
            if late.is_set():
                raise TimeoutError
            return reply
        except (OSError, http.client.HTTPException, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise TimeoutError(f"no whole answer in {total:g} seconds") from error
            if isinstance(error, ValueError):  # a status or a chunk's length that is no number
                raise http.client.HTTPException(str(error)) from error
            raise
        finally:
            watchdog.cancel()
    finally:
        connection.close()


def _exchanged(connection: http.client.HTTPConnection, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Reply | None:
    connection.request(method, path, body=content, headers=dict(headers))
    with connection.getresponse() as response:
        told = response.read(BIGGEST + 1)
        if len(told) > BIGGEST:
            return None
        if response.length:
            raise http.client.IncompleteRead(told, response.length)  # read(n) passes over a line that was cut
        return Reply(response.status, response.getheader("Content-Type") or "", told, _seconds(response.getheader("Retry-After")))


def _cut(line: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is gone already


def _seconds(said: str | None) -> float | None:
    """Return a Retry-After in seconds (RFC 9110, 10.2.3: a number, or a date)."""
    said = (said or "").strip()
    if said.isascii() and said.isdecimal() and len(said) < 9:
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None

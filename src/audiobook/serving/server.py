"""The server: GET and HEAD, whole or in part, each request in a thread of its own; whatever is not in the site's table is not there."""

import contextlib
import errno
import hashlib
import ipaddress
import os
import re
import socket
import sys
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import BinaryIO, ClassVar, cast
from urllib.parse import urlsplit

from audiobook.errors import AudiobookError, OutputError
from audiobook.events import Notice
from audiobook.serving.ranges import RangeError, part
from audiobook.serving.site import FEED, Resource, Site
from audiobook.version import __version__

_HOST = re.compile(r"^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?$")
_HOUSE = (".local", ".lan", ".home", ".internal", ".home.arpa")  # names that no stranger can own
_PATIENCE = 120.0  # seconds that a connection may stand still


class Server(ThreadingHTTPServer):
    """A site at a host and port."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # there it would share a port that is in use

    def __init__(self, site: Site, host: str, port: int) -> None:
        """Open the port; 0 takes a free one.

        Raises:
            OutputError: it is in use, or the host is none of this machine's.
        """
        self.site, self._asked = site, host
        try:
            self.address_family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
            super().__init__(cast("tuple[str, int]", where[:2]), Handler)
        except OverflowError as error:
            raise OutputError(f"--port {port}: from 1 to 65535") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise OutputError(f"port {port} is in use; another one (--port {port + 1}), or any that is free (--port 0), would work") from error
            if error.errno == errno.EACCES:
                raise OutputError(f"port {port} is not for everybody; one from 1024 on (--port 8808) would work") from error
            raise OutputError(f"--host {host}: {error.strerror or error}; 127.0.0.1 (this machine) or 0.0.0.0 (the house) would work") from error

    def server_bind(self) -> None:
        """Bind the port; the base class would ask the network for this machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def local(self) -> bool:
        """Whether only this machine can reach it."""
        return ipaddress.ip_address(str(self.server_address[0]).partition("%")[0]).is_loopback

    @property
    def origin(self) -> str:
        """Scheme, host and port by which others find it."""
        host, port = str(self.server_address[0]), self.server_address[1]
        if ipaddress.ip_address(host.partition("%")[0]).is_unspecified:
            host = _own_address()
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def page(self) -> str:
        """The page's address."""
        return self.origin + self.site.prefix

    @property
    def feed(self) -> str:
        """The feed's address."""
        return self.page + FEED

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet about players that hang up, as they do; report the rest."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            self.site.report(Notice(f"a request from {client_address} could not be answered: {error!r}"))


def _own_address() -> str:
    """Return this machine's address in the house; asking for a route sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = f"audiobook/{__version__}"
    sys_version = ""
    timeout: ClassVar[float] = _PATIENCE
    server: Server

    def do_GET(self) -> None:
        """Answer with head and body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer with the head that GET would have."""
        self._answer(body=False)

    def do_OPTIONS(self) -> None:
        """Say what may be asked."""
        self._head(HTTPStatus.NO_CONTENT, {"Allow": "GET, HEAD, OPTIONS"})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: only the cli prints, and requests hold the token."""

    def _answer(self, *, body: bool) -> None:
        self.close_connection |= "Content-Length" in self.headers or "Transfer-Encoding" in self.headers  # a body that nobody reads
        origin = self._origin()
        found = self.server.site.find(urlsplit(self.path).path, origin) if origin else None
        if found is None:
            self._refuse(HTTPStatus.NOT_FOUND, body=body)
        elif found.path is not None:
            try:
                file = found.path.open("rb")
            except OSError:
                self._refuse(HTTPStatus.NOT_FOUND, body=body)
                return
            with file:
                seen = os.fstat(file.fileno())
                self._send(found, seen.st_size, f'"{seen.st_mtime_ns:x}-{seen.st_size:x}"', seen.st_mtime, file if body else None)
        elif found.make is not None:
            try:
                content = found.make()
            except AudiobookError:  # a cover that is damaged, or went with its file
                self._refuse(HTTPStatus.NOT_FOUND, body=body)
                return
            self._send(found, len(content), f'"{hashlib.sha256(content).hexdigest()[:24]}"', None, content if body else None)

    def _origin(self) -> str | None:
        """Return where the asker found us; None where a page from elsewhere may be asking in our name (DNS rebinding), which a token stops by itself."""
        host = self.headers.get("Host", "")
        if not _HOST.match(host):
            return self.server.origin
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self.server.site.prefix == "/" and "." in name and not name.endswith(_HOUSE):
            try:
                ipaddress.ip_address(name)
            except ValueError:
                return None
        return f"http://{host}"

    def _send(self, found: Resource, size: int, tag: str, written: float | None, content: BinaryIO | bytes | None) -> None:
        fields = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": "no-cache"}
        if written is not None:
            fields["Last-Modified"] = formatdate(written, usegmt=True)
        if found.shared:
            fields["Access-Control-Allow-Origin"] = "*"
        if self._unchanged(tag, written):
            self._head(HTTPStatus.NOT_MODIFIED, fields)
            return
        start, end, status = 0, size, HTTPStatus.OK
        asked = self.headers.get("Range")
        if asked is not None and self._still(tag, written):
            try:
                some = part(asked, size)
            except RangeError:
                self._head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {**fields, "Content-Range": f"bytes */{size}", "Content-Length": "0"})
                return
            if some is not None:
                start, end, status = *some, HTTPStatus.PARTIAL_CONTENT
                fields["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        self._head(status, {**fields, "Content-Type": found.kind, "Content-Length": str(end - start)})
        if isinstance(content, bytes):
            self.wfile.write(content[start:end])
        elif content is not None and end > start:
            sent = self.connection.sendfile(content, start, end - start)
            self.close_connection |= sent < end - start  # the file was cut meanwhile; the asker has to notice

    def _unchanged(self, tag: str, written: float | None) -> bool:
        """Tell whether the asker has it already (RFC 9110, 13.1)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in tags.split(",")]
        since = _date(self.headers.get("If-Modified-Since"))
        return since is not None and written is not None and int(written) <= since

    def _still(self, tag: str, written: float | None) -> bool:
        """Tell whether a part is wanted of what is there now (RFC 9110, 13.1.5)."""
        condition = self.headers.get("If-Range")
        if condition is None:
            return True
        date = _date(condition)
        return condition.strip() == tag or (date is not None and written is not None and int(written) == date)

    def _refuse(self, status: HTTPStatus, *, body: bool) -> None:
        content = f"{status.value} {status.phrase}\n".encode()
        self._head(status, {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(content))})
        if body:
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, fields: dict[str, str]) -> None:
        self.send_response(status)
        safe = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        }
        for name, value in {**fields, **safe}.items():
            self.send_header(name, value)
        self.end_headers()


def _date(text: str | None) -> int | None:
    """Return a date of HTTP in whole seconds since 1970; None where it is none."""
    if text is None or text.startswith(('"', "W/")):
        return None
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

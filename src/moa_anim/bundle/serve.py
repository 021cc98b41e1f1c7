"""A folder served to this machine's own browsers, and to nobody else: for a room without a network."""

from __future__ import annotations

import http.server
import mimetypes
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from moa_anim.errors import Fault, RenderError

LOOPBACK = "127.0.0.1"
CHUNK_BYTES = 1 << 18
TYPES = {".vtt": "text/vtt", ".mp4": "video/mp4", ".webm": "video/webm", ".js": "text/javascript"}
"""What a browser must be told; other types are Python's."""


PAGE = "web/index.html"


def page_of(folder: Path) -> str:
    """Return where in `folder` the page is that is to be shown. Raises RenderError when there is none."""
    if (folder / PAGE).is_file():
        return PAGE
    remedy = f"make one with: moa-anim bundle {folder}"
    raise RenderError(Fault(str(folder), "no bundle" if folder.is_dir() else "nothing", f"a folder with {PAGE}", remedy))


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[http.server.ThreadingHTTPServer]:
    """Give a server of `folder` on loopback, at `port` or a free one; `serve_forever` runs it.

    Raises RenderError when the port is taken.
    """
    try:
        server = http.server.ThreadingHTTPServer((LOOPBACK, port), partial(Handler, folder.resolve()))
    except OSError as error:
        remedy = "leave --port out: a free one is taken"
        raise RenderError(Fault(f"port {port}", error.strerror or str(error), "a free port", remedy)) from error
    server.daemon_threads = True
    with server:
        yield server


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD for files inside one folder; parts of a file too, so that a film can be sought in."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self._folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver hands over

    def do_GET(self) -> None:
        """Send a file, or the part of it that is asked for."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send what a GET would send, without the file."""
        self._answer(body=False)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the room sees the film, not a log."""

    def _answer(self, body: bool) -> None:
        # A page elsewhere that makes its own name mean 127.0.0.1 must not read this folder (DNS rebinding).
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = self._file()
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        size = path.stat().st_size
        part = _asked_for(self.headers.get("Range"), size)
        if part is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start, stop = part
        whole = "Range" not in self.headers
        self.send_response(HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain")
        self.send_header("Content-Length", str(stop - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if not whole:
            self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
        self.end_headers()
        if body:
            self._send(path, start, stop)

    def _send(self, path: Path, start: int, stop: int) -> None:
        with path.open("rb") as file:
            file.seek(start)
            while start < stop:
                data = file.read(min(CHUNK_BYTES, stop - start))
                if not data:
                    return
                try:
                    self.wfile.write(data)
                except (BrokenPipeError, ConnectionResetError):  # the browser sought elsewhere
                    self.close_connection = True
                    return
                start += len(data)

    def _file(self) -> Path | None:
        """The file that is asked for; None if it is not there, or not inside the folder."""
        wanted = posixpath.normpath(unquote(urlsplit(self.path).path)).lstrip("/")
        if "\0" in wanted:
            return None
        path = (self._folder / wanted).resolve()
        if path.is_dir():
            path = path / "index.html"
        return path if path.is_file() and path.resolve().is_relative_to(self._folder) else None


def _asked_for(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte, and one past the last, that a Range header asks for; all without one; None for none."""
    if header is None:
        return 0, size
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if not match or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return (max(0, size - int(match[2])), size) if int(match[2]) else None
    start, stop = int(match[1]), int(match[2] or size) + 1
    return (start, min(stop, size)) if start < min(stop, size) else None

"""Serves a folder to browsers on this machine only, for rooms without a network."""

from __future__ import annotations

import http.server
import mimetypes
import os
import posixpath
import re
from contextlib import AbstractContextManager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from moa_anim.errors import Fault, RenderError
from moa_anim.loopback import HOSTS, LOOPBACK, LoopbackServer, listening

CHUNK_BYTES = 1 << 18  # read and sent at a time
TYPES = {".vtt": "text/vtt", ".mp4": "video/mp4", ".webm": "video/webm", ".js": "text/javascript"}
"""Media types that Python may not know; for other suffixes its own table is used."""

_RANGE = re.compile(r"bytes=(?=[0-9-]*[0-9])([0-9]{0,18})-([0-9]{0,18})")
"""The only form of Range that is answered: one range of bytes. Others are ignored (RFC 9110), and the whole file is sent."""

PAGE = "web/index.html"


def page_of(folder: Path) -> str:
    """Return the path, inside `folder`, of the bundle's page. Raises RenderError when there is none."""
    if (folder / PAGE).is_file():
        return PAGE
    found = "no bundle" if folder.is_dir() else "a file" if folder.is_file() else "nothing"
    around = [each for each in folder.parents if (each / PAGE).is_file()]
    remedy = f"make one with: moa-anim bundle {'dist/lecture' if folder.is_file() else folder}"
    if around:
        remedy = f"it lies in a bundle; show that with: moa-anim play {around[0]}"
    raise RenderError(Fault(str(folder), found, f"a folder with {PAGE}", remedy))


def serving(folder: Path, port: int = 0) -> AbstractContextManager[LoopbackServer]:
    """Return a context with a server of `folder` on loopback, at `port` or a free one; `serve_forever` runs it.

    Entering it raises RenderError when the port is taken.
    """
    handler = partial(Handler, folder.resolve())
    return listening(lambda at: LoopbackServer((LOOPBACK, at), handler), port)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD for files inside one folder, and for byte ranges, which seeking in a film needs."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *arguments: object) -> None:
        self._folder = folder
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver hands over

    def do_GET(self) -> None:
        """Send a file or the requested range of it."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send what a GET would send, without the file."""
        self._answer(body=False)

    def log_message(self, format: str, *arguments: object) -> None:
        """Log nothing: the terminal may be on the projector."""

    def _answer(self, body: bool) -> None:
        # A foreign page whose host name resolves to 127.0.0.1 must not read this folder (DNS rebinding).
        # Browsers omit the port if it is 80.
        host = re.sub(r":[0-9]*$", "", self.headers.get("Host") or "")
        if host not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = self._file()
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        size = path.stat().st_size
        asked = _RANGE.fullmatch((self.headers.get("Range") or "").strip())
        part = _part(asked[1], asked[2], size) if asked else (0, size)
        if part is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start, stop = part
        self.send_response(HTTPStatus.PARTIAL_CONTENT if asked else HTTPStatus.OK)
        self.send_header("Content-Type", _type(path))
        self.send_header("Content-Length", str(stop - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Cross-Origin-Resource-Policy", "same-origin"
        )  # pages elsewhere may not embed the film
        if asked:
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
                except (BrokenPipeError, ConnectionResetError):  # the viewer moved to another time
                    self.close_connection = True
                    return
                start += len(data)

    def _file(self) -> Path | None:
        """The requested file; None if it does not exist, is not readable, or is not inside the folder."""
        name = posixpath.normpath(unquote(urlsplit(self.path).path)).lstrip("/")
        if "\0" in name:
            return None
        try:
            path = (self._folder / name).resolve()
            if path.is_dir():
                path = (path / "index.html").resolve()
            readable = path.is_file() and os.access(path, os.R_OK)
        except OSError:  # a name that is too long
            return None
        return path if readable and path.is_relative_to(self._folder) else None


def _type(path: Path) -> str:
    """The file's media type. All text of a bundle is UTF-8."""
    found = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """First byte and one past the last of the range `bytes=first-last`, either of which may be ""; None if it is empty."""
    if first == "":
        return (max(0, size - int(last)), size) if int(last) and size else None
    start, stop = int(first), min(int(last or size) + 1, size)
    return (start, stop) if start < stop else None

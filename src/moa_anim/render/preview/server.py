"""Serves the preview's page, its events and its frames on loopback, to nobody but that page."""

from __future__ import annotations

import http.server
import json
import re
import secrets
from contextlib import AbstractContextManager
from functools import partial
from http import HTTPStatus
from importlib.resources import files

from moa_anim.loopback import HOSTS, LOOPBACK, LoopbackServer, listening
from moa_anim.render.preview.studio import Studio

BEAT_SECONDS = 2.0
"""How often a silent stream of events has a comment, which shows whether the page is still there."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PAGES = {
    "": ("preview.html", "text/html; charset=utf-8"),
    "preview.css": ("preview.css", "text/css; charset=utf-8"),
    "preview.js": ("preview.js", "text/javascript; charset=utf-8"),
}
"""The files that are served, by the name after the token; a request's path never becomes a file's."""

_FRAME = re.compile(r"(frame|labels)/([0-9]{1,9})/([a-z0-9-]{1,100})/([0-9]{1,9})")


class PreviewServer(LoopbackServer):
    """A server whose page has a secret in its address; `address` is that of the page."""

    def __init__(self, studio: Studio, port: int) -> None:
        self.token = secrets.token_urlsafe(16)
        super().__init__((LOOPBACK, port), partial(_Handler, studio, self.token))

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{LOOPBACK}:{self.server_port}/{self.token}/"


def previewing(studio: Studio, port: int = 0) -> AbstractContextManager[PreviewServer]:
    """Return a context with a server of a preview on loopback, at `port` or a free one; `serve_forever` runs it.

    Entering it raises RenderError when the port is taken.
    """
    return listening(partial(PreviewServer, studio), port)


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET for the page and its style and script, for the events, for frames and their labels."""

    protocol_version = "HTTP/1.1"

    def __init__(self, studio: Studio, token: str, *arguments: object) -> None:
        self._studio, self._token = studio, token
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver hands over

    def do_GET(self) -> None:
        """Send what is asked for, if it is the page that asks."""
        if not self._is_own():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        first, _, name = self.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(first.encode(), self._token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
        elif name in PAGES:
            file, media_type = PAGES[name]
            self._send((files("moa_anim.assets") / "web" / file).read_bytes(), media_type)
        elif name == "events":
            self._send_events()
        elif match := _FRAME.fullmatch(name):
            self._send_frame(match[1], int(match[2]), match[3], int(match[4]))
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *arguments: object) -> None:
        """Log nothing: a page asks for hundreds of frames."""

    def _is_own(self) -> bool:
        """Whether a request comes from our page, or from the address bar.

        A foreign page whose host name resolves to 127.0.0.1 sends its own Host (DNS rebinding); one that asks us directly
        sends its own Origin, or the browser says that it is another site.
        """
        hosts = {f"{name}:{self._port}" for name in HOSTS}
        origin = self.headers.get("Origin")
        return (
            self.headers.get("Host") in hosts
            and (origin is None or origin in {f"http://{host}" for host in hosts})
            and self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        )

    @property
    def _port(self) -> int:
        assert isinstance(self.server, PreviewServer)
        return self.server.server_port

    def _send_events(self) -> None:
        self._begin(HTTPStatus.OK, "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        state = None
        while not self._studio.closed:
            changed = self._studio.state_after(state, BEAT_SECONDS)
            if changed is None:
                self.wfile.write(b": still here\n\n")
            else:
                state = changed
                self.wfile.write(b"data: " + json.dumps(state).encode() + b"\n\n")
            self.wfile.flush()

    def _send_frame(self, what: str, version: int, shot: str, number: int) -> None:
        frame = self._studio.frame(version, shot, number)
        if frame is None:
            self._refuse(HTTPStatus.GONE)
        elif what == "frame":
            self._send(frame.picture, "image/jpeg")
        else:
            self._send(json.dumps(frame.labels).encode(), "application/json")

    def _send(self, data: bytes, media_type: str) -> None:
        self._begin(HTTPStatus.OK, media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _refuse(self, status: HTTPStatus) -> None:
        self._begin(status, "text/plain; charset=utf-8")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _begin(self, status: HTTPStatus, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")

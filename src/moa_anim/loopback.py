"""Servers that only this machine's browsers reach: pages and films, for rooms without a network."""

from __future__ import annotations

import http.server
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from moa_anim.errors import Fault, RenderError

LOOPBACK = "127.0.0.1"

HOSTS = (LOOPBACK, "localhost")
"""Names under which a browser of this machine asks. Any other Host is a foreign page's that resolves here (DNS rebinding)."""


class LoopbackServer(http.server.ThreadingHTTPServer):
    """Ends without waiting for browsers, and does not report closed connections, which are normal."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what went wrong, if it is not that a browser has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # what socketserver hands over


Server = TypeVar("Server", bound=LoopbackServer)


@contextmanager
def listening(make: Callable[[int], Server], port: int) -> Iterator[Server]:
    """A context with the server that `make` returns for a port: `port`, or a free one if it is 0; `serve_forever` runs it.

    Raises RenderError when the port is taken.
    """
    try:
        server = make(port)
    except OSError as error:
        remedy = "leave --port out: a free one is taken"
        raise RenderError(
            Fault(f"port {port}", error.strerror or str(error), "a free port", remedy)
        ) from error
    with server:
        yield server


def open_beside(address: str, report: Callable[[str], None]) -> None:
    """Open `address` in the browser from another thread, since some browsers block until they are closed."""

    def show() -> None:
        if not webbrowser.open(address):
            report(f"found no browser to open; open this address in one: {address}")

    threading.Thread(target=show, daemon=True).start()

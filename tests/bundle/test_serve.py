"""A folder served on loopback: whole files and parts of them, nothing outside it, nobody else."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from children import running
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.bundle.web.serve import _RANGE, _part, page_of, serving
from moa_anim.errors import RenderError
from moa_anim.loopback import LOOPBACK

FILM = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("outside") / "bundle"
    (folder / "web").mkdir(parents=True)
    (folder / "web" / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (folder / "film.mp4").write_bytes(FILM)
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").mkdir()
    (folder / "linked" / "index.html").symlink_to(folder.parent / "secret.txt")
    with serving(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return connection.getresponse()


def test_a_page_and_a_film_are_given_with_their_types(port: int) -> None:
    for path in ("/web/index.html", "/web/", "/web"):
        page = ask(port, path)
        assert (page.status, page.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
        assert b"page" in page.read()
    film = ask(port, "/film.mp4?again")
    assert (film.status, film.getheader("Content-Type"), film.read()) == (200, "video/mp4", FILM)
    head = ask(port, "/film.mp4", "HEAD")
    assert (head.getheader("Content-Length"), head.read()) == (str(len(FILM)), b"")


def test_a_part_is_given_where_one_is_asked_for(port: int) -> None:
    part = ask(port, "/film.mp4", Range="bytes=1000-1999")
    assert (part.status, part.getheader("Content-Range")) == (206, f"bytes 1000-1999/{len(FILM)}")
    assert part.read() == FILM[1000:2000]
    assert ask(port, "/film.mp4", Range=f"bytes={len(FILM)}-").status == 416


@given(st.integers(1, 99), st.integers(0, 120), st.integers(0, 120))
def test_a_range_is_what_it_says_or_nothing(size: int, first: int, last: int) -> None:
    data = bytes(size)
    for header, expected in (
        (f"bytes={first}-{last}", data[first : last + 1]),
        (f"bytes={first}-", data[first:]),
        (f"bytes=-{last}", data[-last:] if last else b""),
    ):
        asked = _RANGE.fullmatch(header)
        assert asked, header
        part = _part(asked[1], asked[2], size)
        assert (data[part[0] : part[1]] if part else b"") == expected, header


@pytest.mark.parametrize(
    "header", ["lines=1-2", "bytes=-", "bytes=0-0,5-6", "bytes=0-" + "9" * 5000, "bytes=٣-٤"]
)
def test_a_part_that_is_not_understood_is_the_whole(port: int, header: str) -> None:
    answer = ask(port, "/film.mp4", Range=header.encode().decode("latin-1"))
    assert (answer.status, len(answer.read())) == (200, len(FILM))


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/web/../../secret.txt",
        "/link.txt",
        "/linked/",
        "//etc/passwd",
        "/%00",
        "/nothing",
        "/",
        pytest.param("/" + "a" * 5000, id="a name too long for a file"),
    ],
)
def test_nothing_outside_the_folder_is_given_and_no_list_of_it(port: int, path: str) -> None:
    answer = ask(port, path)
    assert answer.status == 404
    assert b"secret" not in answer.read()


def test_a_page_elsewhere_that_calls_this_machine_by_its_own_name_is_refused(port: int) -> None:
    assert ask(port, "/web/index.html", Host=f"evil.example:{port}").status == 403
    assert ask(port, "/web/index.html", Host="evil.example").status == 403
    assert ask(port, "/web/index.html", Host=f"localhost:{port}").status == 200


def test_at_port_80_a_browser_names_no_port_and_is_served(port: int) -> None:
    assert ask(port, "/web/index.html", Host=LOOPBACK).status == 200


def test_a_browser_that_hangs_up_is_no_error(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    for said in (b"GE", f"GET /film.mp4 HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\n\r\n".encode()):
        with socket.create_connection((LOOPBACK, port)) as browser:
            browser.sendall(said)
            browser.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )  # a reset, not a farewell
    end = time.monotonic() + 10
    while (
        any("process_request_thread" in each.name for each in threading.enumerate())
        and time.monotonic() < end
    ):
        time.sleep(0.01)
    assert capfd.readouterr().err == ""


def test_it_listens_on_loopback_alone(port: int) -> None:
    with socket.socket() as other:
        others = [each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        for address in {str(each) for each in others} - {LOOPBACK}:
            if not address.startswith("127."):
                other.settimeout(2)
                assert other.connect_ex((address, port)) != 0
    assert LOOPBACK == "127.0.0.1"


def test_a_port_that_is_taken_is_told(port: int, tmp_path: Path) -> None:
    with (
        pytest.raises(RenderError, match=rf"port {port}: found .* expected a free port"),
        serving(tmp_path, port),
    ):
        pass


def test_without_a_bundle_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"found no bundle.*moa-anim bundle"):
        page_of(tmp_path)
    with pytest.raises(RenderError, match="found nothing"):
        page_of(tmp_path / "nowhere")
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    with pytest.raises(RenderError, match=r"found a file; .*moa-anim bundle dist/lecture"):
        page_of(film)


def test_a_part_of_a_bundle_leads_to_the_bundle(tmp_path: Path) -> None:
    page = tmp_path / "web" / "index.html"
    page.parent.mkdir()
    page.write_text("page", encoding="utf-8")
    for place in (page, page.parent):
        with pytest.raises(RenderError, match=rf"moa-anim play {tmp_path}$"):
            page_of(place)


def test_a_browser_that_returns_only_when_it_is_closed_is_served(tmp_path: Path) -> None:
    # Such as a browser in the terminal: Python waits for its end. This one reads the page, and then stays open.
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.html").write_text("page", encoding="utf-8")
    read = tmp_path / "read.txt"
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, time, urllib.request\n"
        f"pathlib.Path({str(read)!r}).write_bytes(urllib.request.urlopen(sys.argv[1], timeout=8).read())\ntime.sleep(60)\n",
        encoding="utf-8",
    )
    browser.chmod(0o755)
    command = [sys.executable, "-m", "moa_anim", "play", str(tmp_path)]
    environment = os.environ | {"BROWSER": f"{browser} %s", "no_proxy": "*"}
    # As on a terminal, Ctrl-C ends the browser too.
    with running(command, stdout=subprocess.DEVNULL, env=environment) as process:
        end = time.monotonic() + 20
        while not (found := read.exists() and read.read_bytes() == b"page") and time.monotonic() < end:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(10) == 0
        assert found


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)], ids=["Ctrl-C", "kill"]
)
def test_play_serves_until_it_is_ended(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.html").write_text("page", encoding="utf-8")
    command = [sys.executable, "-m", "moa_anim", "play", str(tmp_path), "--no-browser"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        served = int(address.split(":")[2].split("/")[0])
        assert ask(served, "/web/index.html").read() == b"page"
        process.send_signal(sent)
        assert process.wait(10) == code
        assert process.stderr
        assert "Traceback" not in process.stderr.read()

"""The live preview in Chromium: it plays, steps, shows labels, sees an edit at once, and outlives what cannot be drawn."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from children import running
from package_copy import package_with_other_colour
from page_shown import until, violations
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

DRAWN_SECONDS = 150.0
"""Until a first frame: Manim is loaded, and caches are filled on a machine that has none."""

EDIT_SECONDS = 15.0
"""Until an edit is seen, at most, on a machine that does much else; how long it took is printed."""

DOCUMENT = "Elacestrant\nElacestrant binds the receptor, and helix 12 settles on the groove.\n"

STORYBOARD = """\
title = "Elacestrant"
language = "en"

[source]
sha256 = "{sha256}"

[[shot]]
id = "settling"
step = "Helix 12 settles"
scene = "settling:Settling"
seed = 7
lead_seconds = 1
tail_seconds = 1

[shot.labels]
helix12 = "helix 12"

[[shot.cue]]
id = "binds"
quote = "Elacestrant binds the receptor,"
least_seconds = 3

[[shot.cue]]
id = "settles"
quote = "and helix 12 settles on the groove."
least_seconds = 4
"""

SCENE = """\
from __future__ import annotations

from moa_anim.actors.receptor import Receptor, Swing
from moa_anim.model.palette import Role
from moa_anim.sets.close_up import stage_pocket
from moa_anim.stage.motion import Within, show
from moa_anim.stage.scene import Cues, MoaScene


class Settling(MoaScene):
    def stage(self) -> None:
        self.receptor = Receptor("loose", seed=self.seed)
        view = stage_pocket(self, self.receptor)
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))

    def cues(self) -> Cues:
        return {
            "binds": [show(self.labels["helix12"], 0.1, 0.3)],
            "settles": [Within(0.1, 1.0, Swing(self.receptor, "antagonist"))],
        }
"""


@dataclass(frozen=True)
class Previewing:
    """A preview that runs: its process, the page's address, and the files that it watches."""

    process: subprocess.Popen[str]
    address: str
    storyboard: Path
    scene: Path
    palette: Path

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def ask(self, path: str, method: str = "GET", **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            method, path, headers={key.replace("_", "-"): each for key, each in headers.items()}
        )
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewing]:
    """A preview of a production with a scene of its own, by a copy of the package that may be edited."""
    folder = tmp_path_factory.mktemp("preview")
    site = package_with_other_colour(folder / "site")
    scene = site / "moa_anim" / "scenes" / "settling.py"
    scene.write_text(SCENE, encoding="utf-8")
    production = folder / "try"
    production.mkdir()
    (production / "source.txt").write_text(DOCUMENT, encoding="utf-8")
    storyboard = production / "storyboard.toml"
    sha256 = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    storyboard.write_text(STORYBOARD.format(sha256=sha256), encoding="utf-8")
    code = "import sys; from moa_anim.cli.commands import main; sys.exit(main())"
    command = [sys.executable, "-P", "-c", code, "preview", "settling", "--production", str(production)]
    environment = os.environ | {"PYTHONPATH": str(site)}
    with running(command, 900, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        yield Previewing(process, address, storyboard, scene, site / "moa_anim" / "assets" / "palette.toml")


@pytest.fixture
def page(browser: Browser, preview: Previewing) -> Iterator[Page]:
    """The page, its first frame drawn. Whatever it complains of fails the test, and a request to another address."""
    made = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("request", lambda request: complaints.append(request.url) if outside(request.url) else None)

    def outside(url: str) -> bool:
        return not url.startswith(preview.address.split("#")[0])

    made.goto(preview.address)
    until(made, "document.getElementById('picture').dataset.shown !== undefined", DRAWN_SECONDS)
    yield made
    made.close()
    assert complaints == []


SHOWN = "document.getElementById('picture').dataset.shown"
EDIT = "document.getElementById('picture').dataset.edit"
SETTLED = "document.getElementById('picture').dataset.settled === 'true'"
TOOK = "document.getElementById('picture').dataset.took"
PIXELS = "document.getElementById('picture').toDataURL()"


def wait_for_frame(page: Page, number: int, seconds: float = 60.0) -> None:
    until(page, f"({SHOWN} || '').endsWith('/settling/{number}')", seconds)


def start_at_the_beginning(page: Page) -> None:
    page.locator("#seek").fill("0")
    wait_for_frame(page, 0)


def test_it_plays_scrubs_and_steps(page: Page) -> None:
    start_at_the_beginning(page)
    page.keyboard.press(" ")
    until(page, f"Number(({SHOWN}).split('/')[2]) >= 10", 60)
    page.keyboard.press(" ")
    assert page.locator("#play").get_attribute("aria-label") == "Play"
    page.locator("#seek").fill("60")
    wait_for_frame(page, 60)
    late = page.evaluate(PIXELS)
    page.keyboard.press("ArrowLeft")
    wait_for_frame(page, 59)
    assert page.evaluate(PIXELS) != late
    page.keyboard.press("[")
    wait_for_frame(page, 15)
    assert page.locator("#cues [aria-current]").inner_text() == "binds"
    assert page.locator("#caption").inner_text().startswith("Elacestrant binds")
    page.keyboard.press("]")
    cue = page.locator("#cues button").nth(1)
    until(page, "document.querySelector('#cues [aria-current]')?.dataset.cue === 'settles'")
    assert cue.get_attribute("aria-current") == "true"


def test_the_overlay_frames_the_label_and_marks_what_it_points_to(page: Page) -> None:
    page.locator("#seek").fill("50")
    wait_for_frame(page, 50)
    page.keyboard.press("o")
    until(page, "document.querySelectorAll('#overlay .box').length === 1", 20)
    assert page.locator("#overlay text").text_content() == "helix12"
    assert page.locator("#overlay .anchor").count() == 1
    page.keyboard.press("o")
    assert page.locator("#overlay").is_hidden()


def saved_and_seen(page: Page, path: Path, old: str, new: str, seconds: float = EDIT_SECONDS) -> float:
    """Replace `old` by `new` in a file; return the seconds until the page shows a picture drawn since then."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    before = page.evaluate(EDIT)
    begin = time.monotonic()
    path.write_text(text.replace(old, new), encoding="utf-8")
    until(page, f"{EDIT} !== '{before}'", seconds)
    return time.monotonic() - begin


def test_an_edit_of_storyboard_scene_or_palette_is_seen(page: Page, preview: Previewing) -> None:
    page.locator("#seek").fill("50")
    wait_for_frame(page, 50)
    until(page, SETTLED, 60)
    children = children_of(preview.process.pid)
    for name, path, old, new in (
        ("storyboard", preview.storyboard, '"helix 12"', '"the lid"'),
        (
            "a label in the scene",
            preview.scene,
            'add_label("helix12", Role.HELIX12',
            'add_label("helix12", Role.INK',
        ),
        ("another state in the scene", preview.scene, '"loose"', '"agonist"'),
        ("palette", preview.palette, "#f0883a", "#3af088"),
    ):
        before = page.evaluate(PIXELS)
        took = saved_and_seen(page, path, old, new, EDIT_SECONDS if name != "palette" else DRAWN_SECONDS)
        print(f"{name}: seen {took:.2f} s after it was saved, {page.evaluate(TOOK)} ms after it was noticed")
        until(page, SETTLED, 60)
        assert page.evaluate(PIXELS) != before, name
        assert page.evaluate(SHOWN).endswith("/50"), "the page stays at its frame"
        saved_and_seen(page, path, new, old, DRAWN_SECONDS)
        until(page, SETTLED, 60)
        assert page.evaluate(PIXELS) == before, f"{name}: what was undone looks as it did"
    assert children_of(preview.process.pid) == children, "no process was started anew, which takes seconds"


@pytest.mark.parametrize("what", ["syntax", "failure", "storyboard"])
def test_what_cannot_be_drawn_is_told_and_the_page_goes_on(
    page: Page, preview: Previewing, what: str
) -> None:
    path, old, new, told = {
        "syntax": (
            preview.scene,
            "def stage(self)",
            "def stage(self",
            "settling.py line 11: found",
        ),
        "failure": (
            preview.scene,
            "view = stage_pocket(self, self.receptor)",
            'raise ValueError("<img src=x>")',
            "ValueError: <img src=x> (settling.py line 13)",
        ),
        "storyboard": (
            preview.storyboard,
            "Elacestrant binds",
            "Elacestrant bounds",
            "words of the document",
        ),
    }[what]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    until(page, "!document.getElementById('problem').hidden", EDIT_SECONDS)
    try:
        print(page.locator("#faults").inner_text())
        assert told in page.locator("#faults").inner_text()
        assert page.locator("#faults img").count() == 0
        before = page.evaluate(EDIT)
        assert violations(page) == []
    finally:
        path.write_text(text, encoding="utf-8")
    until(page, f"{EDIT} !== '{before}'", EDIT_SECONDS)
    assert page.locator("#problem").is_hidden()


def test_axe_finds_nothing_and_every_control_has_a_name(page: Page) -> None:
    assert violations(page) == []
    page.keyboard.press("o")
    assert violations(page) == []


def test_nobody_but_its_own_page_is_answered(preview: Previewing) -> None:
    own = urlsplit(preview.address).path
    host = f"127.0.0.1:{preview.port}"
    assert preview.ask(own) == 200
    assert preview.ask(own, Origin=f"http://{host}") == 200
    for foreign in ("evil.example", f"evil.example:{preview.port}", "127.0.0.1", "127.0.0.1:1"):
        assert preview.ask(own, Host=foreign) == 403, foreign
    for origin in ("http://evil.example", "null", f"https://{host}", "http://127.0.0.1:1"):
        assert preview.ask(own, Origin=origin) == 403, origin
    assert preview.ask(own, Sec_Fetch_Site="cross-site") == 403
    for path in (
        "/",
        "/preview.js",
        "/wrong/",
        f"{own}../preview.js",
        f"{own}page.html",
        f"{own}frame/1/../1",
    ):
        assert preview.ask(path) == 404, path
    assert preview.ask(own, "POST") == 501


def test_it_listens_on_loopback_alone(preview: Previewing) -> None:
    others = {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {*others, "127.0.0.2"} - {"127.0.0.1"}:
        with socket.socket() as other:
            other.settimeout(2)
            assert other.connect_ex((address, preview.port)) != 0, address


def children_of(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(each) for each in text.split()]


@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGKILL, -9)],
    ids=["Ctrl-C", "kill", "kill -9"],
)
def test_it_ends_with_all_that_it_started(sent: signal.Signals, code: int, preview: Previewing) -> None:
    command = [
        sys.executable,
        "-P",
        "-m",
        "moa_anim",
        "preview",
        "--production",
        str(preview.storyboard.parent),
    ]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        children = children_of(process.pid)
        assert children
        process.send_signal(sent)
        assert process.wait(20) == code
        end = time.monotonic() + 20
        while any(Path(f"/proc/{each}").exists() for each in children) and time.monotonic() < end:
            time.sleep(0.05)
        assert not [each for each in children if Path(f"/proc/{each}").exists()]
        assert process.stderr
        assert "Traceback" not in process.stderr.read()

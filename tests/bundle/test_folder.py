"""A bundle's folder is there whole, or not at all; it is the same each time; and nothing of the user's is lost."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import threading
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import av
import pytest
from bundle_made import files, make
from bundle_material import little_plan
from PIL import Image

from moa_anim.bundle import contents
from moa_anim.bundle.assembly import POSTER_CUE
from moa_anim.bundle.earlier import MANIFEST, require_replaceable_bundle
from moa_anim.bundle.web.serve import serving
from moa_anim.cache.installed import package_folder
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import RenderError
from moa_anim.script.production import Production, load_production

EXPECTED = {
    "README.txt",
    "NOTICE",
    "manifest.json",
    "poster.png",
    "preview.webp",
    "contact-sheet.jpg",
    "handout.pdf",
    "transcript.html",
    "transcript.txt",
    "open/production-480p.mp4",
    "open/production-240p.mp4",
    "clean/production-480p.mp4",
    "clean/production-240p.mp4",
    "clips/01-opening.mp4",
    "clips/02-binding.mp4",
    "captions/en-US.vtt",
    "captions/en-US.srt",
    "captions/en-US.ttml",
    "captions/chapters.vtt",
    "captions/descriptions.vtt",
    "slides/production.pptx",
    "web/index.html",
    "web/embed.html",
    "web/production-480p.webm",
    "web/production-240p.mp4",
    "web/production.en-US.vtt",
    "web/production-poster.jpg",
    "lms/production-scorm12.zip",
    "stills/index.html",
    "stills/01-opening.jpg",
    "stills/02-binding-binds.jpg",
    "stills/03-binding-changes.jpg",
}


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Production:
    return little_plan(tmp_path_factory.mktemp("little") / "production").production


@pytest.fixture(scope="module")
def bundle(production: Production, tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("bundle")
    make(production, room / "made", SegmentCache(room / "store"))
    return room / "made"


def test_it_holds_what_it_says(bundle: Path) -> None:
    assert set(files(bundle)) == EXPECTED
    manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["files"] == {name: value for name, value in files(bundle).items() if name != MANIFEST}
    assert manifest["film"]["versions"]["moa-anim"]
    assert [each["span"] for each in manifest["film"]["cues"]]
    assert {path.name for path in bundle.parent.iterdir()} - {"store"} == {"made"}


def test_a_bundle_made_again_is_the_same_and_takes_the_place_of_the_earlier(
    bundle: Path, production: Production, tmp_path: Path
) -> None:
    before = files(bundle)
    again = tmp_path / "again"
    make(production, again, SegmentCache(tmp_path / "store"))
    assert files(again) == before
    (again / "README.txt").unlink()
    make(production, again, SegmentCache(tmp_path / "store"))
    assert files(again) == before


def test_by_force_a_bundle_is_made_again_and_what_was_added_is_kept(
    bundle: Path, production: Production, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    shutil.copytree(bundle, again)
    (again / "notes.txt").write_text("mine", encoding="utf-8")
    (again / "slides" / f"{production.name}.pptx").write_bytes(b"edited")
    with pytest.raises(RenderError, match=r"notes\.txt"):
        make(production, again, SegmentCache(tmp_path / "store"))
    make(production, again, SegmentCache(tmp_path / "store"), force=True)
    assert (again / "notes.txt").read_text(encoding="utf-8") == "mine"
    (again / "notes.txt").unlink()
    assert files(again) == files(bundle)


def test_its_bar_is_full_when_all_is_made(production: Production, tmp_path: Path) -> None:
    totals, steps = list[int](), list[int]()

    @contextmanager
    def counted(total: int, unit: str) -> Iterator[Callable[[int], None]]:
        totals.append(total)
        yield steps.append

    make(production, tmp_path / "made", SegmentCache(tmp_path / "store"), counted)
    assert totals == [sum(steps)]


class Sources(HTMLParser):
    """What a page loads from files beside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("src", "href", "poster") and value]


def test_everything_that_a_page_of_the_bundle_names_is_served(
    bundle: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    pages = [path.relative_to(bundle).as_posix() for path in bundle.rglob("*.html")]
    assert {"web/index.html", "web/embed.html", "stills/index.html", "transcript.html"} == set(pages)
    named = 0
    with serving(bundle) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in pages:
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            with urllib.request.urlopen(address, timeout=20) as answer:
                sources = Sources(answer.read().decode())
            for name in sources.found:
                if name.startswith("data:"):  # it is in the page itself
                    continue
                with urllib.request.urlopen(urllib.parse.urljoin(address, name), timeout=20) as answer:
                    assert answer.status == 200
                named += 1
        server.shutdown()
    assert named >= 5
    fault_log(
        "web/embed.html opened under play",
        "every file that it names is there (it named clean/'s: 404)",
        "the bundle",
    )


def test_the_page_for_a_course_loads_captions_for_a_film_that_has_none_of_its_own(
    bundle: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    text = (bundle / "web" / "embed.html").read_text(encoding="utf-8")
    assert len(re.findall("<track", text)) == len(re.findall("<video", text)) == 1
    (_, film, captions) = Sources(text).found
    (poster,) = re.findall('poster="([^"]+)"', text)
    with Image.open(bundle / "web" / poster) as picture:
        assert picture.format == "JPEG"
        assert picture.width >= 400, "what is seen until the film plays"
    with av.open(str(bundle / "web" / film)) as container:
        assert [each.type for each in container.streams] == ["video"]
    assert (bundle / "web" / captions).read_bytes() == (bundle / "captions" / "en-US.vtt").read_bytes()
    clean = bundle / "clean" / film
    with av.open(str(clean)) as container, av.open(str(bundle / "web" / film)) as other:
        assert "subtitle" in {each.type for each in container.streams}, "players show this one by themselves"
        assert container.streams.video[0].frames == other.streams.video[0].frames
    fault_log(
        "a course page in Safari",
        "one caption track: the film beside the page has none of its own",
        "the page's captions",
    )


def test_another_documents_bundle_names_nothing_of_the_film_that_ships(
    tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    folder = tmp_path / "Fulvestrant: Woche 12"
    folder.mkdir()
    document = "About fulvestrant\n\nIt binds the receptor. Then it is degraded.\n"
    (folder / "source.txt").write_text(document, encoding="utf-8")
    (folder / "storyboard.toml").write_text(
        f"""title = "About fulvestrant"
[source]
sha256 = "{hashlib.sha256(document.encode()).hexdigest()}"
[[shot]]
id = "opening"
scene = "title:Title"
lead_seconds = 0.6
[[shot]]
id = "binding"
scene = "title:Title"
[[shot.cue]]
id = "binds"
quote = "It binds the receptor."
[[shot.cue]]
id = "changes"
quote = "Then it is degraded."
""",
        encoding="utf-8",
    )
    made = tmp_path / "made"
    make(load_production(folder), made, SegmentCache(tmp_path / "store"))
    names = [path.relative_to(made).as_posix() for path in made.rglob("*")]
    assert "slides/fulvestrant-woche-12.pptx" in names
    assert "lms/fulvestrant-woche-12-scorm12.zip" in names
    assert [name for name in names if "elacestrant" in name.lower()] == []
    assert list(_mentions(made, b"elacestrant")) == []
    for name in ("transcript.html", "transcript.txt"):
        text = (made / name).read_text(encoding="utf-8").lower()
        assert "to the letter" not in text, "there are no emendations: nothing is said of them"
        assert "notice" not in text
    fault_log(
        "a bundle of another document",
        "every file, page, slide and package is called after it; the word elacestrant is in none",
        "nothing of it is called after the shipped film",
    )


def _mentions(path: Path, word: bytes) -> Iterator[str]:
    """Files under `path` that have the word in them, whatever its case, also inside archives; films apart."""
    for each in sorted(path.rglob("*")):
        if each.is_file() and each.suffix not in (".mp4", ".webm"):
            if word in each.read_bytes().lower():
                yield each.name
            if zipfile.is_zipfile(each):
                with zipfile.ZipFile(each) as archive:
                    yield from (
                        f"{each.name}: {name}"
                        for name in archive.namelist()
                        if word in name.lower().encode() or word in archive.read(name).lower()
                    )


def test_what_is_no_bundle_is_left_alone(production: Production, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work", encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "thesis")
    for name in ("thesis", "file", "link"):
        with pytest.raises(RenderError, match=r"something that is no bundle.*name another folder"):
            make(production, tmp_path / name, SegmentCache(tmp_path / "store"))
    assert (tmp_path / "thesis" / "chapter.txt").read_text(encoding="utf-8") == "years of work"
    (tmp_path / "empty").mkdir()
    require_replaceable_bundle(tmp_path / "empty")
    require_replaceable_bundle(tmp_path / "new")


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()], ids=repr)
def test_when_it_is_not_finished_nothing_is_there_and_the_earlier_one_stays(
    error: BaseException,
    bundle: Path,
    production: Production,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(production, tmp_path / "made", SegmentCache(tmp_path / "store"))
    before = files(tmp_path / "made")

    def fail(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(contents, "scorm_package", fail)
    for name in ("made", "new"):
        with pytest.raises(type(error)):
            make(production, tmp_path / name, SegmentCache(tmp_path / "store"))
    assert files(tmp_path / "made") == before
    assert {path.name for path in tmp_path.iterdir()} - {"store"} == {"made"}


def test_its_films_are_what_their_folders_say(bundle: Path) -> None:
    with zipfile.ZipFile(bundle / "lms" / "production-scorm12.zip") as package:
        assert package.read("captions.en-US.vtt") == (bundle / "captions" / "en-US.vtt").read_bytes()
    for name in ("open", "clean"):
        assert (bundle / name / "production-480p.mp4").stat().st_size > 1000
    assert (bundle / "web" / "production-480p.webm").read_bytes()[:4] == b"\x1aE\xdf\xa3"


@pytest.mark.parametrize("edition", ["lecture", "clinic"])
def test_every_edition_of_the_film_that_ships_has_the_posters_cue(edition: str) -> None:
    board = load_production(package_folder("assets") / "elacestrant", edition=edition).storyboard
    assert POSTER_CUE in {(shot.id, cue.id) for shot in board.shots for cue in shot.cues}


def test_another_films_poster_is_the_still_in_its_middle(bundle: Path) -> None:
    with Image.open(bundle / "poster.png") as poster:
        assert poster.getpixel((0, 0)) == (40, 90, 120), "of flat_stills' three, the second"

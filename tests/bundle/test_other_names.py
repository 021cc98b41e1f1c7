"""A bundle of another production names no drug that its folder does not name, in any of its files."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_made import make
from bundle_material import tiny_material

from moa_anim.bundle.contents import documents, text_files
from moa_anim.bundle.films import plan_renditions
from moa_anim.cache.installed import package_folder
from moa_anim.cache.segments import SegmentCache
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.plan import plan_render
from moa_anim.script.production import load_production

DOCUMENT = "How ranolimab works\nRanolimab binds its target, and the target is blocked. It is injected.\n"

BOARD = f"""\
title = "How ranolimab works"
language = "en-US"

[source]
sha256 = "{hashlib.sha256(DOCUMENT.encode()).hexdigest()}"

[[shot]]
id = "opening"
scene = "title:Title"
lead_seconds = 1

[[shot]]
id = "binding"
step = "It binds"
scene = "title:Title"
lead_seconds = 0.5

[[shot.cue]]
id = "binds"
quote = "Ranolimab binds its target,"
least_seconds = 3
seen = "A word on paper."

[[shot.cue]]
id = "changes"
quote = "and the target is blocked."
least_seconds = 3
"""

FOREIGN = re.compile(
    r"elacestrant|elacetrant|elastran|orserdu|艾拉司群|tamoxifen|fulvestrant|giredestrant|\boral(ly)?\b|tablet",
    re.IGNORECASE,
)
"""Drugs of other films, and how they are given."""

PACKED = (".pptx", ".zip", ".xlsx")
"""Endings of files that are archives."""


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The text in a file, by where it is; of a film or picture, all that can be read in its bytes."""
    if name.endswith(PACKED):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.namelist():
                yield from texts(f"{name}/{each}", archive.read(each))
    elif name.endswith(".pdf"):
        read = subprocess.run(
            ["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60
        )
        yield name, read.stdout.decode()
        info = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True, timeout=60)
        yield f"{name} properties", info.stdout.decode()
    else:
        yield name, data.decode("utf-8", "replace")
    yield f"the name of {name}", name


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("other")
    folder = room / "ranolimab"
    folder.mkdir()
    (folder / "source.txt").write_text(DOCUMENT, encoding="utf-8")
    (folder / "storyboard.toml").write_text(BOARD, encoding="utf-8")
    make(load_production(folder), room / "made", SegmentCache(room / "store"))
    return room / "made"


def test_no_file_names_another_drug(bundle: Path) -> None:
    found = [
        f"{where}: …{text[max(0, match.start() - 40) : match.end() + 40]!r}…"
        for path in sorted(bundle.rglob("*"))
        if path.is_file()
        for where, text in texts(path.relative_to(bundle).as_posix(), path.read_bytes())
        for match in FOREIGN.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "open/ranolimab-480p.mp4",
        "clean/ranolimab-480p.mp4",
        "slides/ranolimab.pptx",
        "lms/ranolimab-scorm12.zip",
        "web/ranolimab.en-US.vtt",
        "web/ranolimab-poster.jpg",
    ],
)
def test_files_have_the_productions_name(bundle: Path, name: str) -> None:
    assert (bundle / name).is_file()


@pytest.mark.parametrize(
    "name",
    [
        "README.txt",
        "NOTICE",
        "handout.pdf",
        "transcript.html",
        "web/index.html",
        "web/embed.html",
        "manifest.json",
        "slides/ranolimab.pptx",
        "lms/ranolimab-scorm12.zip",
        "clean/ranolimab-480p.mp4",
        "stills/index.html",
    ],
)
def test_documents_have_the_productions_title(bundle: Path, name: str) -> None:
    assert any("How ranolimab works" in text for _, text in texts(name, (bundle / name).read_bytes()))


COLOURED = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from bundle_made import make
from moa_anim.cache.segments import SegmentCache
from moa_anim.script.production import load_production
folder = Path(sys.argv[1])
make(load_production(folder), folder.parent / "made", SegmentCache(folder.parent / "store"))
"""


def test_a_bundle_has_the_productions_own_paper_ink_and_band(tmp_path: Path) -> None:
    folder = tmp_path / "ranolimab"
    folder.mkdir()
    (folder / "source.txt").write_text(DOCUMENT, encoding="utf-8")
    board = BOARD.replace(
        '[[shot]]\nid = "opening"', '[captions.colours]\ndrug = ["Ranolimab"]\n\n[[shot]]\nid = "opening"'
    )
    (folder / "storyboard.toml").write_text(board, encoding="utf-8")
    own = {"paper": "#fdfdf5", "ink": "#221100", "band": "#332211", "drug": "#106040"}
    palette = "".join(f'{role} = "{colour}"\n' for role, colour in own.items())
    (folder / "palette.toml").write_text(palette, encoding="utf-8")
    # In a process of its own, since a process has the colours of one film.
    paths = [str(path) for path in (Path(__file__).parent, Path(__file__).parents[1])]
    command = [sys.executable, "-c", COLOURED, str(folder), *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    made = tmp_path / "made"
    for name, roles in {
        "web/index.html": ("paper", "ink"),
        "transcript.html": ("paper", "ink"),
        "stills/index.html": ("paper", "ink"),
        "captions/en-US.ttml": ("band",),
        "slides/ranolimab.pptx": ("paper", "ink", "drug"),
    }.items():
        text = "".join(each for _, each in texts(name, (made / name).read_bytes())).casefold()
        for role in roles:
            assert own[role].removeprefix("#") in text, (name, role)
        assert "f7f3eb" not in text, name
    page = (made / "web" / "index.html").read_text(encoding="utf-8")
    assert "#caption .drug { color: #" in page


DRUGS = re.compile(
    r"elacestrant|elacetrant|elastran|orserdu|艾拉司群|tamoxifen|fulvestrant|giredestrant", re.IGNORECASE
)


@pytest.mark.parametrize("name", ["tamoxifen", "giredestrant"])
def test_a_shipped_films_texts_name_no_drug_that_its_document_does_not(name: str, tmp_path: Path) -> None:
    production = load_production(package_folder("assets") / name)
    material = tiny_material(plan_render(production, DRAFT, CaptionMode.OPEN), tmp_path)
    made = {path: make_one(material) for path, make_one in documents(production.name).items()}
    made |= text_files(plan_renditions(production, DRAFT))
    found = {
        (where, match.group().casefold())
        for path, data in made.items()
        for where, text in texts(path, data)
        for match in DRUGS.finditer(text)
    }
    document = production.storyboard.document.text
    assert {drug for _, drug in found} == {each.casefold() for each in DRUGS.findall(document)}
    assert name in {drug for _, drug in found}
    assert {"transcript.html", "NOTICE", "README.txt", "web/index.html"} <= {where for where, _ in found}

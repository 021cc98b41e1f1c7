"""`moa-anim new`: a folder that loads at once, or one clear reason and no folder."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from moa_anim.authoring.new_production import write_new_production
from moa_anim.cache.installed import package_folder
from moa_anim.errors import MoaError
from moa_anim.model.cast import Route
from moa_anim.script.production import Production, load_production

ASSETS = package_folder("assets")
ENTRY = ASSETS / "tamoxifen" / "structures" / "3ert.cif.gz"
TEXT = (ASSETS / "tamoxifen" / "source.txt").read_text(encoding="utf-8")


def new(
    folder: Path,
    document: bytes = TEXT.encode(),
    entry: Path = ENTRY,
    ligand: str = "OHT",
    name: str = "tamoxifen",
    compared: str = "",
) -> Production:
    source = folder.parent / "text.txt"
    source.write_bytes(document)
    return write_new_production(
        folder,
        document=source,
        structure=entry,
        name=name,
        ligand=ligand,
        route=Route.ORAL,
        degrades=False,
        compared=compared,
    )


def test_it_loads_and_has_the_document_and_the_entry_byte_for_byte(tmp_path: Path) -> None:
    made = new(tmp_path / "film")
    assert (tmp_path / "film" / "source.txt").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "film" / "structures" / "3ert.cif.gz").read_bytes() == ENTRY.read_bytes()
    assert made.storyboard == load_production(tmp_path / "film").storyboard
    assert made.storyboard.cast.drug.data == ENTRY.read_bytes()
    assert made.source_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_it_names_no_other_drug(tmp_path: Path) -> None:
    new(tmp_path / "film")
    assert "elacestrant" not in (tmp_path / "film" / "storyboard.toml").read_text(encoding="utf-8").casefold()


def test_measured_numbers_are_the_entrys(tmp_path: Path) -> None:
    labels = {k: v for shot in new(tmp_path / "film").storyboard.shots for k, v in shot.labels.items()}
    assert labels["turn"] == "118°, 9.9 Å (1G50 → 3ERT)"


def test_the_document_may_say_anything_once_or_twice(tmp_path: Path) -> None:
    text = 'A “title” with "quotes" and \\\n\nIt binds. It binds. It binds.\tSo it is: “done”.\r\n'
    assert (
        new(tmp_path / "film", text.encode()).storyboard.title.quote.text == 'A “title” with "quotes" and \\'
    )


ENTRY_TEXT = gzip.decompress(ENTRY.read_bytes()).decode()


def agonist(folder: Path) -> Path:
    return ASSETS / "structures" / "era_lbd_estradiol.cif.gz"


def renumbered(folder: Path) -> Path:
    lines = ENTRY_TEXT.splitlines()
    moved = [_renumbered(line) if line.startswith("ATOM") else line for line in lines]
    path = folder / "moved.cif"
    path.write_text("\n".join(moved) + "\n", encoding="utf-8")
    return path


def _renumbered(line: str) -> str:
    parts = line.split()
    parts[16] = str(int(parts[16]) + 3)
    return " ".join(parts)


def another_protein(folder: Path) -> Path:
    names = (
        "ALA",
        "ARG",
        "ASN",
        "ASP",
        "GLN",
        "GLU",
        "GLY",
        "ILE",
        "LEU",
        "LYS",
        "PHE",
        "PRO",
        "SER",
        "THR",
        "TYR",
        "VAL",
    )
    following = dict(zip(names, [*names[1:], names[0]], strict=True))
    lines = [
        re.sub("|".join(names), lambda found: following[found[0]], line) if line.startswith("ATOM") else line
        for line in ENTRY_TEXT.splitlines()
    ]
    path = folder / "other.cif"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def without_helix12(folder: Path) -> Path:
    lines = ENTRY_TEXT.splitlines()
    kept = [line for line in lines if not (line.startswith("ATOM") and 536 <= int(line.split()[16]) <= 545)]
    path = folder / "short.cif"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def damaged(folder: Path) -> Path:
    path = folder / "damaged.cif.gz"
    path.write_bytes(ENTRY.read_bytes()[:9000])
    return path


@pytest.mark.parametrize(
    ("entry", "ligand", "reason"),
    [
        (lambda folder: ENTRY, "XYZ", "no ligand XYZ"),
        (lambda folder: ENTRY, "not a code", "not a code"),
        (agonist, "EST", "agonist"),
        (another_protein, "OHT", "are ERα's"),
        (another_protein, "XYZ", "neither ERα nor a ligand XYZ"),
        (without_helix12, "OHT", "helix 12"),
        (damaged, "OHT", "gzip"),
        (lambda folder: folder / "none.cif", "OHT", "no such file"),
    ],
)
def test_an_entry_that_a_film_cannot_show_is_refused_with_the_reason(
    tmp_path: Path, entry: object, ligand: str, reason: str
) -> None:
    assert callable(entry)
    path = entry(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(MoaError, match=reason) as caught:
        new(tmp_path / "film", entry=path, ligand=ligand)
    assert len(caught.value.faults) == 1
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "text.txt"])


def test_an_entry_with_numbers_of_its_own_is_shown(tmp_path: Path) -> None:
    made = new(tmp_path / "film", entry=renumbered(tmp_path), ligand="OHT")
    assert made.storyboard.cast.drug.ligand == "OHT"


@pytest.mark.parametrize(
    ("document", "reason"), [(b"\xff\xfe", "UTF-8"), (b" \n \n", "no words"), (b"", "no words")]
)
def test_a_document_that_cannot_be_told_is_refused(tmp_path: Path, document: bytes, reason: str) -> None:
    with pytest.raises(MoaError, match=reason):
        new(tmp_path / "film", document)
    assert not (tmp_path / "film").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(MoaError, match="new or empty folder"):
        new(tmp_path / "film")
    assert [each.name for each in (tmp_path / "film").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert new(tmp_path / "empty").storyboard.shots


@pytest.mark.parametrize("step", ["storyboard_text", "load_production", "Path.rename"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_folder_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException | type[BaseException]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"moa_anim.authoring.new_production.{step}", stopped)
    with pytest.raises((KeyboardInterrupt, MoaError)):
        new(tmp_path / "film")
    assert [each.name for each in tmp_path.iterdir()] == ["text.txt"]


def test_a_file_or_a_link_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(MoaError, match="new or empty folder"):
            new(tmp_path / name)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert list((tmp_path / "elsewhere").iterdir()) == []


COMPARING = """How it blocks

When estrogen has left the pocket, tamoxifen binds in its place. Helix 12 lies in the groove. No coactivator docks.

Elacestrant, beside it, turns helix 12 to the same place. So the receptor is blocked.
"""


def test_what_is_told_of_a_compared_drug_goes_to_the_scene_that_compares(tmp_path: Path) -> None:
    board = new(tmp_path / "film", COMPARING.encode(), compared="elacestrant").storyboard
    (shot,) = [each for each in board.shots if each.scene.module == "compared_pockets"]
    assert shot.labels["compared"] == "elacestrant"
    assert shot.labels["compared-turn"] == "helix 12: 121°, 9.7 Å (7TE7)"
    assert "Elacestrant" in " ".join(cue.words.quote.text for cue in shot.cues if cue.words)
    alone = new(tmp_path / "alone", COMPARING.encode()).storyboard
    assert not [each for each in alone.shots if each.scene.module == "compared_pockets"]


def test_a_compared_drug_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MoaError, match="no structure of fulvestrant"):
        new(tmp_path / "film", compared="fulvestrant")
    assert not (tmp_path / "film").exists()


def test_a_document_without_a_title_lends_its_first_sentence_or_its_first_clause(tmp_path: Path) -> None:
    whole = "It resembles tamoxifen, but its end is an acid. It was never sold."
    assert new(tmp_path / "a", whole.encode()).storyboard.title.quote.text == (
        "It resembles tamoxifen, but its end is an acid"
    )
    clause = f"It resembles tamoxifen, but its end {'and end ' * 12} is an acid. It was never sold."
    assert new(tmp_path / "b", clause.encode()).storyboard.title.quote.text == "It resembles tamoxifen"

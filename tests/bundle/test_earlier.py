"""What of an earlier bundle is the user's: named and refused before anything is drawn; by force kept, where it was added."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from bundle_material import little_plan
from flat_film import STORYBOARD, write_production
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.bundle.earlier import LITTER, MANIFEST, SCHEMA, carry_over, require_replaceable_bundle
from moa_anim.bundle.folder import make_bundle
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import RenderError
from moa_anim.files.hashes import file_sha256
from moa_anim.model.quality import DRAFT
from moa_anim.render.manifest import json_text, sealed
from moa_anim.render.ownership import MAXIMUM_NAMED_FILES, Identity
from moa_anim.render.rendition import Rendition
from moa_anim.script.production import Production, load_production

Log = Callable[[str, str, str], None]
OURS = {
    "slides/deck.pptx": b"a deck",
    "captions/en.vtt": b"WEBVTT",
    "README.txt": b"read me",
    "web/index.html": b"<p>",
}
WHOSE = Identity("d" * 64, "A title", "en-US", "lecture")


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def write_bundle(folder: Path, files: Mapping[str, bytes] = OURS) -> Path:
    """Write a folder that its manifest calls a bundle."""
    write(folder, files)
    film = {
        "document": {"sha256": WHOSE.document},
        "storyboard": {"title": WHOSE.title, "language": WHOSE.language},
        "settings": {"edition": WHOSE.edition},
    }
    hashes = {name: file_sha256(folder / name) for name in files}
    text = json_text(sealed({"schema": SCHEMA, "files": hashes, "film": film}))
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, object]:
    """Everything in a folder: bytes of files, targets of links, folders."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }


def refuse_drawing(renditions: Sequence[Rendition]) -> None:
    pytest.fail("something was drawn")


def bundle_again(folder: Path, production: Production, force: bool = False) -> None:
    make_bundle(
        production,
        SegmentCache(folder.parent / "cache"),
        folder,
        draw=refuse_drawing,
        draw_stills=lambda plan, folder: pytest.fail("stills were drawn"),
        bar=lambda total, unit: nullcontext(lambda done: None),
        report=lambda _: None,
        quality=DRAFT,
        force=force,
    )


def test_added_and_edited_files_are_named_and_nothing_is_drawn(tmp_path: Path, fault_log: Log) -> None:
    production = load_production(write_production(tmp_path / "production", STORYBOARD))
    folder = write_bundle(tmp_path / "b")
    write(folder, {"notes.txt": b"my notes", "slides/deck.pptx": b"a deck with my slides"})
    before = read(folder)
    with pytest.raises(RenderError) as caught:
        bundle_again(folder, production)
    told = str(caught.value)
    assert "b/notes.txt: found what moa-anim did not write" in told
    assert "b/slides/deck.pptx: found a file that was changed" in told
    assert "--force" in told
    assert caught.value.exit_code == 3
    assert read(folder) == before
    fault_log("notes added to a bundle, and its slides edited", "both files, by name", "both; nothing drawn")


@given(
    edited=st.sets(st.sampled_from(sorted(OURS))),
    removed=st.sets(st.sampled_from(sorted(OURS))),
    added=st.sets(
        st.sampled_from(["notes.txt", "slides/own.pptx", "new/deep.txt", "link", "empty/", *LITTER])
    ),
)
def test_it_is_refused_exactly_when_something_is_the_users(
    edited: set[str], removed: set[str], added: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    room = tmp_path_factory.mktemp("room")
    folder = write_bundle(room / "b")
    for name in removed:
        (folder / name).unlink()
    write(folder, dict.fromkeys(edited - removed, b"edited"))
    for name in added:
        if name == "link":
            (folder / name).symlink_to("../elsewhere")
        elif name.endswith("/"):
            (folder / name).mkdir()
        else:
            write(folder, {name: b"mine"})
    users = (edited - removed) | (added - set(LITTER))
    # A folder that is empty because the user removed our file from it counts as one that the user added: nothing is lost.
    users |= {
        Path(name).parent.as_posix() + "/" for name in removed if not any((folder / name).parent.iterdir())
    }
    if not users:
        require_replaceable_bundle(folder, WHOSE)
        return
    with pytest.raises(RenderError) as caught:
        require_replaceable_bundle(folder, WHOSE)
    assert len(caught.value.faults) == min(len(users), MAXIMUM_NAMED_FILES) + (
        len(users) > MAXIMUM_NAMED_FILES
    )
    for fault in caught.value.faults[:MAXIMUM_NAMED_FILES]:
        assert Path(fault.where).relative_to(folder).as_posix() in {name.rstrip("/") for name in users}
    require_replaceable_bundle(folder, WHOSE, force=True)
    made = room / "made"
    write(made, OURS)
    carry_over(folder, made, lambda _: None)
    kept = read(made)
    for name in added - set(LITTER):
        assert kept[name.rstrip("/")] == read(folder)[name.rstrip("/")]
    assert all(kept[name] == data for name, data in OURS.items())


def cut_short(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_bytes(path.read_bytes()[:-40])


def another_schema(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"schema": "mine"}')


def link_manifest(folder: Path) -> None:
    (folder / MANIFEST).rename(folder.parent / "moved.json")
    (folder / MANIFEST).symlink_to("../moved.json")


@pytest.mark.parametrize("damage", [cut_short, another_schema, link_manifest])
def test_a_folder_without_a_bundles_manifest_is_not_replaced_even_by_force(
    damage: Callable[[Path], None], tmp_path: Path, fault_log: Log
) -> None:
    folder = write_bundle(tmp_path / "b")
    damage(folder)
    for force in (False, True):
        with pytest.raises(RenderError, match="something that is no bundle"):
            require_replaceable_bundle(folder, WHOSE, force)
    fault_log(
        f"a bundle's manifest: {damage.__name__.replace('_', ' ')}",
        "something that is no bundle",
        "the folder",
    )


def test_an_edited_manifest_is_told(tmp_path: Path, fault_log: Log) -> None:
    folder = write_bundle(tmp_path / "b")
    data = json.loads((folder / MANIFEST).read_bytes())
    write(folder, {"notes.txt": b"mine"})
    data["files"]["notes.txt"] = file_sha256(folder / "notes.txt")
    (folder / MANIFEST).write_text(json_text(data), encoding="utf-8")
    with pytest.raises(RenderError, match="a manifest that was changed") as caught:
        require_replaceable_bundle(folder, WHOSE)
    fault_log(
        "a bundle's manifest edited so that it lists the user's file",
        caught.value.faults[0].found,
        "the folder",
    )


def test_a_bundle_of_another_edition_is_told(tmp_path: Path, fault_log: Log) -> None:
    folder = write_bundle(tmp_path / "b")
    with pytest.raises(
        RenderError, match=r"a bundle of another film.*edition lecture.*edition clinic"
    ) as caught:
        require_replaceable_bundle(folder, Identity(WHOSE.document, WHOSE.title, WHOSE.language, "clinic"))
    fault_log("the clinic's bundle into the lecture's", caught.value.faults[0].found, "the folder")


def test_what_the_new_bundle_has_too_is_replaced_by_force_and_told(tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b")
    write(folder, {"handout.pdf": b"mine"})
    write(tmp_path / "made", {"handout.pdf": b"new"})
    told: list[str] = []
    carry_over(folder, tmp_path / "made", told.append)
    assert read(tmp_path / "made") == {"handout.pdf": b"new"}
    assert "handout.pdf: replaced by a file of the new bundle" in told[0]


@pytest.mark.parametrize("missing", [("pptx",), ("jinja2", "typst")])
def test_all_that_a_bundle_misses_is_told_before_it_draws(
    missing: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    production = little_plan(tmp_path / "production").production
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(RenderError) as caught:
        bundle_again(tmp_path / "b", production)
    assert [fault.where for fault in caught.value.faults] == [f"library {name}" for name in missing]
    assert not (tmp_path / "b").exists()
    fault_log(
        f"without the libraries {', '.join(missing)}", str(caught.value.faults[0]), "all; nothing drawn"
    )


def test_an_encoder_that_is_missing_is_told_before_it_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import av

    def none(name: str, mode: str) -> None:
        raise ValueError(f"no codec {name}")

    monkeypatch.setattr(av, "Codec", none)
    with pytest.raises(RenderError, match="encoder libvpx-vp9: found none"):
        bundle_again(tmp_path / "b", little_plan(tmp_path / "production").production)

"""The reference page and the schema of a storyboard: made from the reader, and true of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.script.production import load_production
from moa_anim.script.storyboard_keys import (
    MEANINGS,
    storyboard_keys,
    storyboard_reference,
    storyboard_schema,
)

ASSETS = package_folder("assets")
ROOT = Path(__file__).resolve().parents[2]
SCHEMA = storyboard_schema()
FILMS = ("elacestrant", "tamoxifen", "giredestrant")


def board_of(film: str) -> dict[str, Any]:
    return tomllib.loads((ASSETS / film / "storyboard.toml").read_text(encoding="utf-8"))


def test_page_and_schema_are_the_readers() -> None:
    remedy = "run: make docs"
    assert (ROOT / "docs" / "storyboard.md").read_text(encoding="utf-8") == storyboard_reference(), remedy
    assert json.loads((ASSETS / "storyboard.schema.json").read_text(encoding="utf-8")) == SCHEMA, remedy


def test_every_key_that_is_explained_is_read() -> None:
    assert {key.path for key in storyboard_keys()} >= set(MEANINGS)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("film", FILMS)
def test_the_shipped_storyboards_pass(film: str) -> None:
    jsonschema.validate(board_of(film), SCHEMA)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each key in a storyboard."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    own = [(*at, key) for key, _ in inside] if isinstance(value, dict) else []
    return own + [place for key, each in inside for place in places(each, (*at, key))]


PLACES = places(board_of("giredestrant"))


@given(
    st.sampled_from(PLACES),
    st.sampled_from([1, 1.5, "x", True, [], ["x"], {}, [{}], None]),
    st.sampled_from(["change", "remove", "add"]),
)
def test_what_the_schema_refuses_the_reader_refuses(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], value: Any, how: str
) -> None:
    board = board_of("giredestrant")
    inside = board
    for key in place[:-1]:
        inside = inside[key]
    if how == "remove" or value is None:
        del inside[place[-1]]
    else:
        inside[f"{place[-1]}-too" if how == "add" else place[-1]] = value
    if not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(board)):
        return
    folder = tmp_path_factory.mktemp("film")
    (folder / "structures").mkdir()
    for name in ("source.txt", "structures/7msa.cif.gz"):
        (folder / name).write_bytes((ASSETS / "giredestrant" / name).read_bytes())
    (folder / "storyboard.toml").write_text(toml(board), encoding="utf-8")
    with pytest.raises(ProductionError):
        load_production(folder)


def toml(value: Any, *, top: bool = True) -> str:
    """A value as TOML, tables inline but for the outermost."""
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)} = {toml(each, top=False)}" for key, each in value.items()]
        return "\n".join(pairs) + "\n" if top else "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(each, top=False) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)

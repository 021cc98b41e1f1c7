"""The geometry of each actor in each of its states is the one that was kept. `make goldens` renews it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from geometry import ROUNDED_TO, actors, numbers_of, snapshots
from goldens_kept import GEOMETRY, write_json

from moa_anim.actors.ligands import BindingPartner
from moa_anim.actors.receptor import Receptor
from moa_anim.actors.threaded_receptor import ThreadedReceptor

ACTORS = actors()

CLOSE_ANGSTROM = 2.0 * 10.0**-ROUNDED_TO
"""Another order of adding up can round a hundredth to its neighbour, no more."""


@pytest.fixture(scope="session")
def goldens(goldens_log: list[str] | None) -> dict[str, Any]:
    if goldens_log is not None:
        write_json(GEOMETRY, snapshots())
    numbers: dict[str, Any] = json.loads(GEOMETRY.read_text(encoding="utf-8"))
    return numbers


@pytest.mark.parametrize("name", ACTORS)
def test_an_actor_has_the_geometry_that_was_kept(name: str, goldens: dict[str, Any]) -> None:
    numbers, kept = numbers_of(ACTORS[name]), goldens[name]
    assert numbers.pop("beads") == kept["beads"]
    assert set(numbers) == set(kept) - {"beads"}
    for what, value in numbers.pop("anchors").items():
        assert value == pytest.approx(kept["anchors"][what], abs=CLOSE_ANGSTROM), f"{name}: anchor {what}"
    for what, value in numbers.items():
        assert value == pytest.approx(kept[what], abs=CLOSE_ANGSTROM), f"{name}: {what}"


def test_every_state_of_every_actor_is_kept_and_nothing_else(goldens: dict[str, Any]) -> None:
    assert set(goldens) == set(ACTORS)
    for kind, word in (
        (Receptor, "receptor"),
        (BindingPartner, "elacestrant"),
        (ThreadedReceptor, "threaded receptor"),
    ):
        assert {f"{word}, {state}" for state in kind.states} <= set(goldens)


def test_states_of_an_actor_differ(goldens: dict[str, Any]) -> None:
    told = [json.dumps(numbers, sort_keys=True) for numbers in goldens.values()]
    assert len(set(told)) == len(told)

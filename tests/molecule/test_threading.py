"""The unfolded chain: no residue is lost, the thread holds together until it is cut, and it goes one way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.threading import LOOSENING_RESIDUES, PIECE_RESIDUES, RISE_ANGSTROM, Threading

FOLD = helix12_path().at(1.0).positions[::-1]
MOUTH = FOLD[0] + [30.0, 0.0, 0.0]
WORK = Threading(FOLD, MOUTH, 205.0, 412.0, 26)
SHARES = st.floats(0.0, 1.0)


@given(SHARES)
@settings(max_examples=60, deadline=None)
def test_every_residue_is_somewhere_once(share: float) -> None:
    places, pieces = WORK.positions(share)
    assert places.shape == FOLD.shape
    assert np.isfinite(places).all()
    sizes = [int((pieces == piece).sum()) for piece in set(pieces.tolist()) - {-1}]
    assert all(size == PIECE_RESIDUES or size == len(FOLD) % PIECE_RESIDUES for size in sizes)


def test_at_first_it_is_the_fold_untouched() -> None:
    places, pieces = WORK.positions(0.0)
    assert places == pytest.approx(FOLD)
    assert (pieces == -1).all()
    assert WORK.folded_from(0.0) == 0


@given(SHARES)
@settings(max_examples=60, deadline=None)
def test_the_thread_in_the_channel_is_one_chain(share: float) -> None:
    assume(WORK.engaged(share) > LOOSENING_RESIDUES)  # before that the loose end is on its way in
    places, pieces = WORK.positions(share)
    down = (WORK.engaged(share) - np.arange(len(FOLD))) * RISE_ANGSTROM
    thread = np.flatnonzero((down > 0) & (pieces == -1))
    if len(thread) > 1:
        bonds = np.linalg.norm(np.diff(places[thread], axis=0), axis=1)
        assert bonds.max() < 4.5
        assert (
            np.hypot(places[thread][:, 1] - MOUTH[1], places[thread][:, 2] - MOUTH[2]).max() < 3.0
        )  # inside the 15 Å channel


@given(st.floats(0.0, 0.995))
@settings(max_examples=60, deadline=None)
def test_nothing_jumps(share: float) -> None:
    before, cut = WORK.positions(share)
    after, cut_after = WORK.positions(share + 0.0005)
    uncut = (cut == -1) & (cut_after == -1)
    if uncut.any():
        assert np.linalg.norm(after[uncut] - before[uncut], axis=1).max() < 6.0


def test_in_the_end_all_is_cut_and_gone() -> None:
    places, pieces = WORK.positions(1.0)
    assert (pieces >= 0).all()
    assert places[:, 0].min() > MOUTH[0] + 412.0

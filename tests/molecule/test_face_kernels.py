"""The loops of a cut's face return what SciPy's general functions return, to the byte."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from moa_anim.molecule import face_kernels
from moa_anim.molecule.cut_face import (
    LEAST_ATOMS_BEHIND_CUT,
    LEAST_SHARE_BEHIND_CUT,
    SMOOTHING_SAMPLES,
    loose_atoms,
    smoothing_weights,
)

MASKS = st.builds(
    lambda seed, rows, columns, share, soft: (
        ndimage.gaussian_filter(np.random.default_rng(seed).random((rows, columns)), soft) < share
    ),
    seed=st.integers(0, 10_000),
    rows=st.integers(1, 60),
    columns=st.integers(1, 60),
    share=st.floats(0.2, 0.8),
    soft=st.sampled_from([0.0, 1.0, 3.0]),
)
"""Patches and speckles."""


def without_small(mask: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    pieces, _ = ndimage.label(mask)
    keep = np.bincount(pieces.ravel()) >= least
    keep[0] = False
    return np.asarray(keep[pieces])


@settings(deadline=None, max_examples=200)
@given(mask=MASKS, bound=st.integers(1, 30))
def test_distances_up_to_their_bound_are_exact(mask: NDArray[np.bool_], bound: int) -> None:
    found = face_kernels.distances(mask, bound)
    if mask.all():
        assert (found > bound).all()
        return
    expected = ndimage.distance_transform_edt(mask)
    near = expected <= bound
    assert (found[near] == expected[near]).all()
    assert (found[~near] > bound).all()


@settings(deadline=None, max_examples=200)
@given(mask=MASKS, least=st.floats(0.0, 200.0))
def test_small_pieces_are_those_that_scipy_labels(mask: NDArray[np.bool_], least: float) -> None:
    assert (face_kernels.large_pieces(mask, least) == without_small(mask, least)).all()


@settings(deadline=None, max_examples=100)
@given(mask=MASKS)
def test_a_mask_spreads_by_one_pixel(mask: NDArray[np.bool_]) -> None:
    assert (face_kernels.spread(mask) == ndimage.binary_dilation(mask)).all()


@settings(deadline=None, max_examples=100)
@given(mask=MASKS)
def test_a_field_is_blurred_as_scipy_blurs_it(mask: NDArray[np.bool_]) -> None:
    field = mask * np.linspace(0.0, 9.0, mask.shape[1])
    expected = ndimage.gaussian_filter(field, SMOOTHING_SAMPLES)
    assert np.abs(face_kernels.blurred(field, smoothing_weights()) - expected).max() < 1e-12


def loose_by_scipy(
    positions: NDArray[np.float64], behind: NDArray[np.bool_], touching: float
) -> NDArray[np.bool_]:
    count = len(positions)
    first, second = cKDTree(positions).query_pairs(touching, output_type="ndarray").T
    both = behind[first] & behind[second]
    links = coo_array((np.ones(int(both.sum())), (first[both], second[both])), shape=(count, count))
    piece = connected_components(links, directed=False)[1]
    torn = np.zeros(count, dtype=np.bool_)
    torn[piece[first[behind[first] & ~behind[second]]]] = True
    torn[piece[second[behind[second] & ~behind[first]]]] = True
    sizes = np.bincount(piece, minlength=count)
    small = sizes < max(LEAST_ATOMS_BEHIND_CUT, LEAST_SHARE_BEHIND_CUT * sizes.max(initial=0))
    held = behind & ~(torn & small)[piece]
    touches = held.copy()
    touches[first[held[second]]] = True
    touches[second[held[first]]] = True
    return np.asarray(~np.where(behind, held, touches))


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 300),
    side=st.floats(2.0, 60.0),
    cut=st.floats(-1.0, 1.0),
)
def test_loose_atoms_are_those_that_a_search_of_all_pairs_finds(
    seed: int, count: int, side: float, cut: float
) -> None:
    positions = np.random.default_rng(seed).uniform(-side, side, (count, 3)) * (1.0, 1.0, 0.4)
    behind = positions[:, 2] < cut * side * 0.4
    assert (loose_atoms(positions, behind, 4.5) == loose_by_scipy(positions, behind, 4.5)).all()

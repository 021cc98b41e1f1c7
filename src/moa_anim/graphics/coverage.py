"""A coarse grid of the picture, and how far each of its cells is covered: the compiled loop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Grid = NDArray[np.float32]


def mark(grid: Grid, points: NDArray[np.float64], weight: float, cell: float) -> None:
    """Raise to `weight` the cells that contain one of the points (n, 2: x, y), in place; `cell` is a cell's side."""
    _mark(grid, np.ascontiguousarray(points, dtype=np.float64), np.float32(weight), float(cell))


@compiled
def _mark(grid: Grid, points: NDArray[np.float64], weight: np.float32, cell: float) -> None:
    rows, columns = grid.shape
    for k in range(points.shape[0]):
        x, y = points[k, 0], points[k, 1]
        if x >= 0.0 and x < columns * cell and y >= 0.0 and y < rows * cell:
            row, column = int(y // cell), int(x // cell)
            if grid[row, column] < weight:
                grid[row, column] = weight


def compile_coverage() -> None:
    """Run the kernel on minimal input."""
    mark(np.zeros((1, 1), dtype=np.float32), np.zeros((1, 2)), 1.0, 1.0)

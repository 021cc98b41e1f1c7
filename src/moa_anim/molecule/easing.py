"""Easing: from a value that grows at one pace to a share that starts and ends at rest."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray


@overload
def smoothstep(value: float, begin: float = 0.0, end: float = 1.0) -> float: ...


@overload
def smoothstep(value: NDArray[np.float64], begin: float = 0.0, end: float = 1.0) -> NDArray[np.float64]: ...


def smoothstep(
    value: float | NDArray[np.float64], begin: float = 0.0, end: float = 1.0
) -> float | NDArray[np.float64]:
    """Return 0 up to `begin`, 1 from `end` on, and 3·x² − 2·x³ of the share x of the way between them.

    Its speed is 0 at both ends and at most 1.5 times the mean.
    """
    share = (value - begin) / (end - begin)
    share = np.clip(share, 0.0, 1.0) if isinstance(share, np.ndarray) else min(1.0, max(0.0, share))
    return share * share * (3.0 - 2.0 * share)

"""How large the cache may become, and a render that leaves it no larger."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from moa_anim.cache.entry import USE_UPDATE_SECONDS
from moa_anim.cache.listing import GIB, counted, size
from moa_anim.cache.pruning import Cache
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import CommandLineError, Fault

LIMIT_VARIABLE = "MOA_ANIM_CACHE_GIB"
"""Environment variable with the largest size of the cache, in GiB."""

DEFAULT_LIMIT_GIB = 8
"""About forty films of three minutes at lecture quality, at 70 MB of segments each, and their arrays."""

MAXIMUM_LIMIT_GIB = 2**20
"""1 PiB: an upper bound; a larger number is probably a typing error."""


def limit_bytes(environment: Mapping[str, str] = os.environ) -> int:
    """Return how large the cache may become, in bytes: what MOA_ANIM_CACHE_GIB says, or 8 GiB.

    Raises:
        CommandLineError: The variable is not a number of GiB.
    """
    text = environment.get(LIMIT_VARIABLE, "")
    if not text:
        return DEFAULT_LIMIT_GIB * GIB
    limit = parse_gib(text)
    if limit is None:
        expected = f"a number of GiB from 0 to {MAXIMUM_LIMIT_GIB}, such as 8 or 0.5"
        raise CommandLineError(Fault(LIMIT_VARIABLE, f"“{text}”", expected, "fix it, or unset it"))
    return limit


def parse_gib(text: str) -> int | None:
    """Return the bytes of `text` GiB ("8", "0.5"); None if `text` is no such number, or is too large."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,9})?", text) or float(text) > MAXIMUM_LIMIT_GIB:
        return None
    return round(float(text) * GIB)


@contextmanager
def pruned_to_limit(
    limit: int, keys: Iterable[str], segments: SegmentCache, report: Callable[[str], None]
) -> Iterator[None]:
    """Prune the cache to `limit` bytes when the block ends, and report what was removed.

    The segments with these `keys` stay, and so does what was used during the block. Files that killed processes left
    unfinished are removed first.
    """
    began = time.time()
    segments.sweep()
    try:
        yield
    finally:
        with suppress(OSError):  # a cache that cannot be listed does not fail the film
            spared = {segments.path(key) for key in keys}
            removed = Cache(segments.root).prune(limit, spared, unused_since=began - USE_UPDATE_SECONDS)
            if removed:
                report(
                    f"cache at its limit of {size(limit)}: removed {counted(removed)}, least recently used"
                )

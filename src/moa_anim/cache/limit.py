"""A render, whatever it makes, leaves the cache no larger than its limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from moa_anim.cache.folder import MARK_SECONDS
from moa_anim.cache.listing import counted, size
from moa_anim.cache.pruning import Cache
from moa_anim.cache.segments import SUFFIX, Store


@contextmanager
def kept_within(limit: int, keys: Iterable[str], store: Store, tell: Callable[[str], None]) -> Iterator[None]:
    """Sweep the store; at the end prune it to `limit` bytes, but not the segments `keys`, nor what was of use meanwhile."""
    began = time.time()
    store.sweep()
    try:
        yield
    finally:
        with suppress(OSError):  # a cache that cannot be listed is no fault of the film
            spared = {store.path(key, SUFFIX) for key in keys}
            removed = Cache(store.root).prune(limit, spared, unused_since=began - MARK_SECONDS)
            if removed:
                tell(f"cache at its limit of {size(limit)}: removed {counted(removed)}, least recently used")

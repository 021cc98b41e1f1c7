"""Reads and validates the values of options; each function raises ArgumentTypeError with what is wrong."""

from __future__ import annotations

import argparse
import os
import re
from fractions import Fraction

LARGEST_PORT = 65535
"""TCP ports are 16-bit numbers."""

MOST_JOBS = 256
"""Upper bound of --jobs; a larger number is probably a typo."""


def shots(text: str) -> list[str]:
    """Return the shot ids in a comma-separated list, without empty ones."""
    return [each.strip() for each in text.split(",") if each.strip()]


def moment(text: str) -> tuple[str, Fraction]:
    """Return the shot and the exact second of a moment given as SHOT@SECONDS."""
    match = re.fullmatch(r"([^@]+)@(\d{1,5}(?:\.\d{1,6})?)", text, re.ASCII)
    if not match:
        raise argparse.ArgumentTypeError(f"“{text}” is not a shot and a second of it, such as binding@12.5")
    return match[1], Fraction(match[2])


def address(text: str) -> str:
    """Return a Dask scheduler's address as tcp://host:port or tls://host:port; tcp is the default."""
    match = re.fullmatch(r"(?:(tcp|tls)://)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):(\d{1,5})", text)
    if not match or not 1 <= int(match[3]) <= LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}” is not an address such as tcp://10.0.0.5:8786")
    return f"{match[1] or 'tcp'}://{match[2]}:{match[3]}"


def port(text: str) -> int:
    """Return a TCP port."""
    return _number(text, LARGEST_PORT, "a port")


def jobs(text: str) -> int:
    """Return a number of processes."""
    return _number(text, MOST_JOBS, "a number")


def gib(text: str) -> int:
    """Return a size given in GiB, in bytes."""
    from moa_anim.cache.limit import (
        MAXIMUM_LIMIT_GIB,
        parse_gib,
    )  # imported here: only `cache --limit` needs it

    limit = parse_gib(text)
    if limit is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of GiB from 0 to {MAXIMUM_LIMIT_GIB}")
    return limit


def voice(text: str) -> str:
    """Return the name of a voice."""
    if not re.fullmatch(r"[a-z]{2}_[a-z]{2,20}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a name such as af_heart")
    return text


def core_count() -> int:
    """Return the number of cores that this process may use: the default of --jobs."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"“{text}” is not {what} from 1 to {most}")
    return int(text)

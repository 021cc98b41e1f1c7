"""Where a film and the files beside it go, and the guard that lets one render at a time write there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.files.destination import require_file_place, require_same_file_system
from moa_anim.files.replacement import OccupiedError, finish
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

LOCK = ".moa-anim.lock"
"""The file that a render into a folder holds. It stays there, empty: to remove it would break the guard."""


@dataclass(frozen=True)
class Outputs:
    """A film `film` (….mp4), its manifest beside it, its captions in `captions/` beside it.

    A same-named caption file right beside a film is loaded by players on their own, over words burned in.

    Raises:
        CommandLineError: The film's name does not end in .mp4, or is not UTF-8.
    """

    film: Path

    def __post_init__(self) -> None:
        try:
            self.film.name.encode()  # the manifest names it
        except UnicodeEncodeError:
            fault = Fault(str(self.film), "a name that is not UTF-8", "one that is", "choose another name")
            raise CommandLineError(fault) from None
        if self.film.suffix != ".mp4":
            raise CommandLineError(
                Fault(
                    str(self.film),
                    f"extension “{self.film.suffix}”",
                    "a film’s name that ends in .mp4",
                    "name it so",
                )
            )

    @property
    def folder(self) -> Path:
        """The folder that all of it goes into."""
        return self.film.parent

    @property
    def manifest(self) -> Path:
        """The manifest."""
        return self.film.with_suffix(".manifest.json")

    def vtt(self, language: str) -> Path:
        """The captions as WebVTT."""
        return self.folder / "captions" / f"{self.film.stem}.{language}.vtt"

    def srt(self, language: str) -> Path:
        """The captions as SubRip."""
        return self.vtt(language).with_suffix(".srt")

    def require_writable(self, language: str) -> None:
        """Find out whether everything could be written, and leave no trace of the trial.

        Raises:
            RenderError: A folder cannot be made or written, or a folder stands where a file should be.
        """
        files = (self.film, self.manifest, self.vtt(language), self.srt(language))
        for path in files:
            with writing(path):  # a name too long, or a circle of links
                there = path.is_dir()
            if there:
                raise RenderError(
                    Fault(str(path), "a folder", "a file, or nothing", "choose another name for the film")
                )
            require_file_place(path)
        for folder in dict.fromkeys(path.parent for path in files):
            require_writable_folder(folder)
        if self.folder.is_dir():
            require_same_file_system(self.folder, self.vtt(language).parent)


def require_writable_folder(folder: Path) -> None:
    """Find out whether `folder` can be made and written, and leave no trace of the trial.

    Raises:
        RenderError: It cannot.
    """
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        if existing.is_symlink():  # to nowhere: mkdir would fail on it
            raise RenderError(Fault(str(folder), "a link to nothing", "a folder", "choose another folder"))
        existing = existing.parent
    with writing(folder), tempfile.TemporaryFile(dir=existing, prefix=TEMPORARY_PREFIX):
        pass  # tried, not asked: permissions do not tell of read-only disks, nor of what root may do


def _foreign_lock(lock: Path) -> RenderError | None:
    """What to say of a lock file that may not be opened, if it is another user's: both may write into the folder."""
    try:
        stranger = lock.stat().st_uid
    except OSError:
        return None  # it is the folder that may not be written
    if stranger == getattr(os, "geteuid", lambda: stranger)():
        return None
    found, expected = f"a lock file of {_user(stranger)}", "one that may be opened"
    remedy = "choose another folder, or, when nobody renders into this one, have them remove it or make it writable"
    return RenderError(Fault(str(lock), found, expected, remedy))


def _user(number: int) -> str:
    try:
        from pwd import getpwuid

        return f"user {getpwuid(number).pw_name}"
    except (ImportError, KeyError):
        return f"another user ({number})"


@contextmanager
def sole_writer(folder: Path, wait_message: Callable[[str], None]) -> Iterator[None]:
    """Let no other render write into `folder` meanwhile; wait for one that does, after saying so.

    Renders that were killed left working folders: what they had begun to put in place is finished, the rest is removed.

    Raises:
        RenderError: The folder cannot be made or written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except PermissionError as error:
            if stranger := _foreign_lock(folder / LOCK):
                raise stranger from error
            raise
        except Timeout:
            wait_message(f"another render is writing into {folder}; waiting for it to end")
            lock.acquire()
        except NotImplementedError as error:  # so filelock says that the file system knows no locks
            raise OSError(errno.ENOTSUP, "a file system without locks") from error
    try:
        for left in folder.glob(f"{TEMPORARY_PREFIX}*"):
            if left.is_dir() and not left.is_symlink():
                _finish(left, wait_message)
        yield
    finally:
        lock.release()


def _finish(left: Path, tell: Callable[[str], None]) -> None:
    try:
        if finish(left):
            tell(
                f"{left.parent}: an earlier run was killed while it put its files in place; that is finished now"
            )
    except (OccupiedError, OSError) as error:
        tell(
            f"{left} is left by an earlier run that was killed, and is kept: {error}; move out of it what you need"
        )

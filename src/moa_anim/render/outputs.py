"""Where a film and the files beside it are written, and a lock that lets one render at a time write there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.files.destination import require_file_place, require_same_file_system
from moa_anim.files.replacement import OccupiedError, finish
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

LOCK = ".moa-anim.lock"
"""Lock file that a render into a folder holds, and takes away at its end, while it still holds it: who had opened it by then
finds, once it has the lock, that its file is gone, and begins again (filelock from 4.2 on), so that no two are in at once."""


@dataclass(frozen=True)
class Outputs:
    """The paths of a film `film` (….mp4), its manifest beside it, its captions in `captions/` beside it.

    Players load a caption file of the same name right beside a film by themselves, and show it over burned-in captions.

    Raises:
        CommandLineError: The film's name does not end in .mp4, or is not UTF-8.
    """

    film: Path

    def __post_init__(self) -> None:
        try:
            self.film.name.encode()  # the manifest, which is UTF-8, names it
        except UnicodeEncodeError:
            fault = Fault(
                str(self.film), "a name that is not UTF-8", "a name in UTF-8", "choose another name"
            )
            raise CommandLineError(fault) from None
        if self.film.suffix != ".mp4":
            raise CommandLineError(
                Fault(
                    str(self.film),
                    f"extension “{self.film.suffix}”",
                    "a film’s name that ends in .mp4",
                    "change the extension",
                )
            )

    @property
    def folder(self) -> Path:
        """The folder of the film."""
        return self.film.parent

    @property
    def manifest(self) -> Path:
        """The path of the manifest."""
        return self.film.with_suffix(".manifest.json")

    def vtt(self, language: str) -> Path:
        """The path of the captions as WebVTT."""
        return self.folder / "captions" / f"{self.film.stem}.{language}.vtt"

    def srt(self, language: str) -> Path:
        """The path of the captions as SubRip."""
        return self.vtt(language).with_suffix(".srt")

    def descriptions(self, language: str) -> Path:
        """The path of the descriptions of what is seen, as WebVTT."""
        return self.vtt(language).with_suffix(".descriptions.vtt")

    def require_writable(self, language: str) -> None:
        """Check that all files could be written; leave nothing behind.

        Raises:
            RenderError: A folder cannot be made or written, or there is a folder in place of a file.
        """
        captions = self.vtt(language), self.srt(language), self.descriptions(language)
        files = (self.film, self.manifest, *captions)
        for path in files:
            with writing(path):  # fails for a name that is too long, or links in a circle
                is_folder = path.is_dir()
            if is_folder:
                raise RenderError(
                    Fault(str(path), "a folder", "a file, or nothing", "choose another name for the film")
                )
            require_file_place(path)
        for folder in dict.fromkeys(path.parent for path in files):
            require_writable_folder(folder)
        if self.folder.is_dir():
            require_same_file_system(self.folder, self.vtt(language).parent)


def require_writable_folder(folder: Path) -> None:
    """Check that `folder` can be made and written; leave nothing behind.

    Raises:
        RenderError: It cannot be.
    """
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        if existing.is_symlink():  # to nowhere: mkdir would fail on it
            raise RenderError(Fault(str(folder), "a link to nothing", "a folder", "choose another folder"))
        existing = existing.parent
    with writing(folder), tempfile.TemporaryFile(dir=existing, prefix=TEMPORARY_PREFIX):
        pass  # a real write: permissions say nothing about read-only disks, nor what root may do


def _foreign_lock(lock: Path) -> RenderError | None:
    """Return the error of a lock file that may not be opened because it is another user's; None if it is not."""
    try:
        owner = lock.stat().st_uid
    except OSError:
        return None  # then the folder cannot be written
    if owner == getattr(os, "geteuid", lambda: owner)():
        return None
    found, expected = f"a lock file of {_user(owner)}", "one that may be opened"
    remedy = "choose another folder, or, if nobody is rendering into this one, have them remove it or make it writable"
    return RenderError(Fault(str(lock), found, expected, remedy))


def _user(number: int) -> str:
    try:
        from pwd import getpwuid

        return f"user {getpwuid(number).pw_name}"
    except (ImportError, KeyError):
        return f"another user ({number})"


@contextmanager
def sole_writer(folder: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Lock `folder` against other renders in the block; if one is writing there, report it and wait for its end.

    Working folders left behind by renders that were killed are removed; files they had begun to put in place are finished.

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
            if foreign := _foreign_lock(folder / LOCK):
                raise foreign from error
            raise
        except Timeout:
            report(f"another render is writing into {folder}; waiting for it to end")
            lock.acquire()
        except NotImplementedError as error:  # how filelock reports a file system without locks
            raise OSError(errno.ENOTSUP, "a file system without locks") from error
    try:
        for leftover in folder.glob(f"{TEMPORARY_PREFIX}*"):
            if leftover.is_dir() and not leftover.is_symlink():
                _finish(leftover, report)
        yield
    finally:
        with suppress(OSError):  # Windows keeps a file that is open
            (folder / LOCK).unlink()
        lock.release()


def _finish(leftover: Path, report: Callable[[str], None]) -> None:
    try:
        if finish(leftover):
            report(
                f"{leftover.parent}: an earlier run was killed while it put its files in place; that is finished now"
            )
    except (OccupiedError, OSError) as error:
        report(
            f"{leftover} was left behind by an earlier run that was killed, and stays: {error}; move out of it what you need"
        )

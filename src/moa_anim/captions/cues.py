"""Caption files from a timeline, WebVTT and SubRip: libraries would drop words in braces and brackets.

Both hold the document's cues only. Times are those of the frames' beginnings, each rounded once to the
nearest millisecond, so that a caption ends exactly when the next begins where their frames touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moa_anim.errors import Fault, FilmError, one_line
from moa_anim.model.timeline import Timeline

_VTT_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What WebVTT would read as markup (W3C); with ">" escaped, "-->" cannot stand in a caption."""

_VTT_TIME = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")


@dataclass(frozen=True)
class TimedText:
    """Lines of text and the milliseconds, from the film's start, at which they come and go."""

    start: int
    stop: int
    lines: tuple[str, ...]


def timed_texts(timeline: Timeline) -> tuple[TimedText, ...]:
    """Return the captions of `timeline` in film order, timed in whole milliseconds."""
    at = timeline.rate.milliseconds
    return tuple(
        TimedText(at(each.slot.start), at(each.slot.stop), each.caption.lines) for each in timeline.captions()
    )


def to_vtt(timeline: Timeline) -> str:
    """Return the captions as WebVTT, to be written as UTF-8 without byte order mark, with LF as it is."""
    return write_vtt(timed_texts(timeline))


def write_vtt(texts: Iterable[TimedText]) -> str:
    """Return any timed lines as WebVTT, in the form that `parse_vtt` reads; what looks like markup is escaped."""
    blocks = ["WEBVTT\n"]
    for each in texts:
        words = "\n".join(_escape(line) for line in each.lines)
        blocks.append(f"{clock(each.start, '.')} --> {clock(each.stop, '.')}\n{words}\n")
    return "\n".join(blocks)


def to_srt(timeline: Timeline) -> str:
    r"""Return the captions as SubRip, to be written as UTF-8 without byte order mark, with LF as it is.

    SubRip has no escapes, so words stand as they are, and what a player would not show is refused: "-->" breaks
    the file; words in angle brackets are taken for tags; words in braces for styling, also over two lines
    (FFmpeg and with it mpv pass them to ASS, where braces enclose overrides; VLC drops {\an8} and {y:i}); "\N",
    "\n" and "\h" become line ends and spaces there. A backslash before the brace hides it from some players and is
    shown by others, and braces of other characters would not be the document's words: there is no escape to write.

    Raises:
        FilmError: A caption holds "-->", or what a player would take for a tag or an escape.
    """
    texts = timed_texts(timeline)
    faults = [fault for number, each in enumerate(texts, 1) for fault in _srt_faults(number, each)]
    if faults:
        raise FilmError(faults)
    blocks = (
        f"{number}\n{clock(each.start, ',')} --> {clock(each.stop, ',')}\n" + "\n".join(each.lines) + "\n"
        for number, each in enumerate(texts, 1)
    )
    return "\n".join(blocks)


def parse_vtt(text: str, name: str = "captions") -> tuple[TimedText, ...]:
    """Return the captions of WebVTT text as strict as `to_vtt` writes it: no settings, no notes, no styles.

    Raises:
        FilmError: It is not such text; every fault is named, with its block (from 1) in the file `name`.
    """
    head, *blocks = text.removesuffix("\n").split("\n\n")
    faults = [] if head.strip("\n") == "WEBVTT" else [_fault(name, f"“{head}”", "WEBVTT and a blank line")]
    texts: list[TimedText] = []
    for number, block in enumerate(blocks, 1):
        where, (times, *lines) = f"{name}: caption {number}", block.split("\n")
        match = _VTT_TIME.fullmatch(times)
        if not match or not lines or not all(lines):
            faults.append(_fault(where, f"“{block}”", "hh:mm:ss.mmm --> hh:mm:ss.mmm and lines of words"))
            continue
        start, stop = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if not (texts[-1].stop if texts else 0) <= start < stop:
            faults.append(
                _fault(where, f"“{times}”", "an end after the start, and a start after the last end")
            )
        texts.append(TimedText(start, stop, tuple(_unescape(line) for line in lines)))
    if faults:
        raise FilmError(faults)
    return tuple(texts)


def clock(milliseconds: int, mark: str) -> str:
    """Return a time as hours, minutes, seconds, `mark`, thousandths: 00:01:02.345."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{thousandths:03}"


def _milliseconds(clock: Iterable[str]) -> int:
    hours, minutes, seconds, thousandths = map(int, clock)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _escape(line: str) -> str:
    return "".join(_VTT_MARKS.get(mark, mark) for mark in line)


def _unescape(line: str) -> str:
    for mark, name in reversed(_VTT_MARKS.items()):  # "&" last, or "&amp;lt;" would become "<"
        line = line.replace(name, mark)
    return line


_SRT_TAG = re.compile(r"-->|<(?:[^\s<>]|\s*/?\s*[A-Za-z])[^<>]*>|<>|\{[^{}]*\}|\\[Nnh]")
"""What players do not show as it is written; also over the lines of a caption, which they join. FFmpeg drops
"a<5 and b>6" as a tag, too, but not "a < 5"."""


def _srt_faults(number: int, text: TimedText) -> Iterator[Fault]:
    words = "\n".join(text.lines)
    for match in _SRT_TAG.finditer(words):
        remedy = "emend it, or leave these words out"
        found = f"“{match[0]}” in “{words}”".replace("\n", " ")
        yield Fault(f"srt caption {number}", found, "words that no player hides", remedy)


def _fault(where: str, found: str, expected: str) -> Fault:
    return Fault(where, one_line(found), expected, "write the file again with: moa-anim render")

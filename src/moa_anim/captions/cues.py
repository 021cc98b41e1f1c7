"""Writes the captions of a timeline as WebVTT and SubRip; libraries for that drop words in braces and brackets.

The files contain the document's cues only. Times are the starts of frames, each rounded once to the nearest millisecond,
so that a caption ends exactly when the next begins if no frame is between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moa_anim.errors import Fault, FilmError, one_line
from moa_anim.model.direction import directed
from moa_anim.model.story import Caption
from moa_anim.model.timeline import Timeline

_VTT_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""Escapes of the characters that WebVTT reads as markup (W3C). With ">" escaped, no caption contains "-->"."""

_VTT_TIME = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")

_SRT_TAG = re.compile(r"-->|<(?:[^\s<>]|\s*/?\s*[A-Za-z])[^<>]*>|<>|\{[^{}]*\}|\\[Nnh]")
"""Words that players do not show as written, also over the line break of a caption. FFmpeg reads "a<5 and b>6" as a tag,
too, but not "a < 5"."""


@dataclass(frozen=True)
class TimedText:
    """Lines of text and the times, in milliseconds from the film's start, at which they appear and disappear."""

    start: int
    stop: int
    lines: tuple[str, ...]


def timed_texts(timeline: Timeline) -> tuple[TimedText, ...]:
    """Return the captions of `timeline` in film order, timed in whole milliseconds.

    A line of a right-to-left language that begins with a Latin name has a mark in front: players choose a line's direction
    by its first letter.
    """
    at = timeline.rate.milliseconds
    return tuple(
        TimedText(at(each.slot.start), at(each.slot.stop), _directed_lines(each.caption))
        for each in timeline.captions()
    )


def _directed_lines(caption: Caption) -> tuple[str, ...]:
    return tuple(directed(line, caption.setting.language.direction) for line in caption.lines)


def to_vtt(timeline: Timeline) -> str:
    """Return the captions as WebVTT, to be written as UTF-8 without byte order mark and with LF as line end."""
    return write_vtt(timed_texts(timeline))


def write_vtt(texts: Iterable[TimedText]) -> str:
    """Return timed lines as WebVTT in the form that `parse_vtt` reads; characters of markup are escaped."""
    blocks = ["WEBVTT\n"]
    for each in texts:
        words = "\n".join(_escape(line) for line in each.lines)
        blocks.append(f"{clock(each.start, '.')} --> {clock(each.stop, '.')}\n{words}\n")
    return "\n".join(blocks)


def to_srt(timeline: Timeline) -> str:
    r"""Return the captions as SubRip, to be written as UTF-8 without byte order mark and with LF as line end.

    SubRip has no escapes, so words are written unchanged, and words that a player would not show are refused: "-->" breaks
    the file; words in angle brackets are read as tags; words in braces, also over two lines, as styling (FFmpeg and mpv
    convert them to ASS, where braces enclose overrides; VLC drops {\an8} and {y:i}); "\N", "\n" and "\h" become line
    ends and spaces there. A backslash before a brace is hidden by some players and shown by others, and similar characters
    in place of braces would not be the document's words, so nothing can be escaped.

    Raises:
        FilmError: A caption contains "-->", or what a player would read as a tag or an escape.
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
    """Return the captions of WebVTT text in the form that `to_vtt` writes, without settings, notes or styles.

    Raises:
        FilmError: The text has another form; it carries every fault, with the number of the caption (from 1) in file `name`.
    """
    head, *blocks = text.removesuffix("\n").split("\n\n")
    faults = [] if head.strip("\n") == "WEBVTT" else [_fault(name, f"“{head}”", "WEBVTT and a blank line")]
    texts: list[TimedText] = []
    for number, block in enumerate(blocks, 1):
        where, (times, *lines) = f"{name}: caption {number}", block.split("\n")
        match = _VTT_TIME.fullmatch(times)
        if not match or not lines or not all(lines):
            faults.append(_fault(where, f"“{block}”", "hh:mm:ss.mmm --> hh:mm:ss.mmm and lines of text"))
            continue
        start, stop = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if not (texts[-1].stop if texts else 0) <= start < stop:
            faults.append(
                _fault(where, f"“{times}”", "an end after the start, and a start after the previous end")
            )
        texts.append(TimedText(start, stop, tuple(_unescape(line) for line in lines)))
    if faults:
        raise FilmError(faults)
    return tuple(texts)


def clock(milliseconds: int, mark: str) -> str:
    """Return a time as hh:mm:ss, `mark` and thousandths of a second, such as 00:01:02.345."""
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


def _srt_faults(number: int, text: TimedText) -> Iterator[Fault]:
    words = "\n".join(text.lines)
    for match in _SRT_TAG.finditer(words):
        remedy = "emend them, or leave them out of the quote"
        found = f"“{match[0]}” in “{words}”".replace("\n", " ")
        yield Fault(f"srt caption {number}", found, "words that every player shows", remedy)


def _fault(where: str, found: str, expected: str) -> Fault:
    return Fault(where, one_line(found), expected, "write the file again with: moa-anim render")

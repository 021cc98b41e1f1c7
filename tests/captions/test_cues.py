"""Caption files say what the timeline says, and independent readers read the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from moa_anim.captions.cues import parse_vtt, timed_texts, to_srt, to_vtt
from moa_anim.captions.line_breaking import break_captions
from moa_anim.errors import FilmError
from moa_anim.model.clock import FrameRate
from moa_anim.model.source import EmendedQuote, SourceDocument
from moa_anim.model.story import Cue, SceneName, Shot, Storyboard
from moa_anim.model.timeline import Timeline, schedule

RATES = [*map(FrameRate, (15, 24, 30, 50, 60)), FrameRate(Fraction(30000, 1001))]
PLAIN = (
    "inducing changes in the tertiary structure of the receptor, with ER+ HER2− ubiquitin‑proteasome “ERα”"
)
MARKS = "A & B <i>&lt; {c} \\N {\\i1} &amp; 1 --> 2 -->"


def film(words: str, rate: FrameRate, lead: Fraction = Fraction(3, 2)) -> Timeline:
    document = SourceDocument(words, "")
    quote = EmendedQuote(document.quote(words))
    cue = Cue("c", quote, break_captions(words))
    shots = tuple(Shot(f"s{number}", SceneName("a", "A"), (cue,), lead_seconds=lead) for number in range(3))
    return schedule(Storyboard(quote, "en-US", document, (), shots), rate)


def clock(milliseconds: int) -> str:
    """The time as WebVTT has it, by another way than the code's."""
    return f"{(datetime.min + timedelta(milliseconds=milliseconds)).isoformat(timespec='milliseconds')[11:]}"


texts = st.lists(st.text("abα&<>-{}\\/;lt‑", min_size=1, max_size=12), min_size=1, max_size=40).map(" ".join)
pauses = st.one_of(st.just(Fraction(0)), st.fractions(Fraction(1, 5), 120, max_denominator=997))


@given(texts, st.sampled_from(RATES), pauses)
def test_vtt_reads_back_as_the_timeline(words: str, rate: FrameRate, lead: Fraction) -> None:
    timeline = film(words, rate, lead)
    text = to_vtt(timeline)
    assert parse_vtt(text) == timed_texts(timeline)
    payload = [line for line in text.split("\n") if " --> " not in line]
    assert not any("-->" in line or "<" in line for line in payload)


@given(st.sampled_from(RATES), pauses)
def test_times_rise_and_touch_where_frames_touch(rate: FrameRate, lead: Fraction) -> None:
    timeline = film(PLAIN, rate, lead)
    slots = [each.slot for each in timeline.captions()]
    times = timed_texts(timeline)
    assert all(each.start < each.stop for each in times)
    for (slot, next_slot), (time, next_time) in zip(pairwise(slots), pairwise(times), strict=True):
        assert (time.stop == next_time.start) == (slot.stop == next_slot.start)
        assert time.stop <= next_time.start


@given(texts, st.sampled_from(RATES))
def test_webvtt_py_reads_the_same(words: str, rate: FrameRate) -> None:
    timeline = film(words, rate)
    read = webvtt.from_string(to_vtt(timeline)).captions
    assert [each.raw_text.split("\n") for each in read] == [
        [line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in each.lines]
        for each in timed_texts(timeline)
    ]
    assert [(each.start, each.end) for each in read] == [
        (clock(each.start), clock(each.stop)) for each in timed_texts(timeline)
    ]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_srt_reads_the_same(rate: FrameRate) -> None:
    timeline = film(PLAIN, rate)
    read = list(srt.parse(to_srt(timeline)))
    milliseconds = [
        (round(each.start.total_seconds() * 1000), round(each.end.total_seconds() * 1000)) for each in read
    ]
    assert milliseconds == [(each.start, each.stop) for each in timed_texts(timeline)]
    assert [tuple(each.content.split("\n")) for each in read] == [
        each.lines for each in timed_texts(timeline)
    ]
    assert [each.index for each in read] == list(range(1, len(read) + 1))


@pytest.mark.parametrize(("suffix", "write"), [("vtt", to_vtt), ("srt", to_srt)])
def test_ffmpeg_reads_the_same(suffix: str, write: Callable[[Timeline], str], tmp_path: Path) -> None:
    timeline = film(PLAIN, FrameRate(30))
    path = tmp_path / f"captions.{suffix}"
    path.write_text(write(timeline), encoding="utf-8", newline="\n")
    with av.open(str(path)) as container:
        stream = container.streams[0]
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        milliseconds = 1000 * (stream.time_base or 0)
        read = [
            (int((each.pts or 0) * milliseconds), int((each.duration or 0) * milliseconds), bytes(each))
            for each in packets
        ]
    assert read == [
        (each.start, each.stop - each.start, "\n".join(each.lines).encode()) for each in timed_texts(timeline)
    ]


def test_files_are_as_learning_systems_want_them() -> None:
    vtt, subrip = to_vtt(film(PLAIN, FrameRate(30))), to_srt(film(PLAIN, FrameRate(30)))
    assert vtt.startswith("WEBVTT\n\n00:00:01.500 --> 00:00:")
    assert subrip.startswith("1\n00:00:01,500 --> 00:00:")
    for text in (vtt, subrip):
        assert "\r" not in text
        assert "\ufeff" not in text
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_marks_are_escaped_in_vtt_and_refused_in_srt() -> None:
    timeline = film(MARKS, FrameRate(30))
    assert "A &amp; B &lt;i&gt;&amp;lt;\n{c} \\N {\\i1} &amp;amp; 1 --&gt; 2 --&gt;" in to_vtt(timeline)
    assert [each.lines for each in parse_vtt(to_vtt(timeline))] == [
        each.lines for each in timed_texts(timeline)
    ]
    with pytest.raises(FilmError, match="“<i>”"):
        to_srt(timeline)
    with pytest.raises(FilmError, match="-->"):
        to_srt(film("one --> two", FrameRate(30)))
    assert "p < 0.05 & q > 3" in to_srt(film("p < 0.05 & q > 3 } {", FrameRate(30)))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("braces {of any kind} here", "“{of any kind}”"),
        ("{\\an8} at the top", "“{\\an8}”"),
        ("{y:i} in italics", "“{y:i}”"),
        (
            "a long first line that ends {in braces which are closed below}",
            "“{in braces which are closed below}”",
        ),
        ("on drive C:\\Nolan", "“\\N”"),
        ("where a<5 and b>6 are", "“<5 and b>”"),
        ("with < b>space", "“< b>”"),
    ],
)
def test_words_that_players_hide_are_refused_in_srt(
    words: str, named: str, fault_log: Callable[[str, str, str], None]
) -> None:
    with pytest.raises(FilmError) as caught:
        to_srt(film(words, FrameRate(30)))
    assert f"srt caption 1: found {named}" in str(caught.value)
    fault_log(f"a caption with {words}", f"srt caption 1: found {named}", "words no player hides are needed")


def as_ass(words: str) -> str:
    """The event that FFmpeg hands a player for SubRip lines: the words, if it takes nothing in them for markup."""
    data = f"1\n00:00:01,000 --> 00:00:03,000\n{words}\n"
    with av.open(io.BytesIO(data.encode()), "r", format="srt") as container:
        events = [
            bytes(rect.ass)
            for packet in container.demux()
            for rect in packet.decode()
            if hasattr(rect, "ass")
        ]
    return b"".join(events).decode().split(",", 8)[-1]


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet="<>{}\\/ Nnhbiyé35:=-&", min_size=1, max_size=14).filter(
        lambda words: words == words.strip()
    )
)
def test_ffmpeg_shows_all_words_that_srt_takes(words: str) -> None:
    try:
        text = to_srt(film(re.sub(" +", " ", words), FrameRate(30)))
    except FilmError:
        return
    lines = text.split("\n")[2:][: text.split("\n").index("", 2) - 2]
    shown = as_ass("\n".join(lines))
    assert shown == "\\N".join(lines)
    assert not re.search(r"\{[^}]*\}|\\[nh]", shown)


def test_a_film_without_captions_has_an_empty_file() -> None:
    document = SourceDocument("title", "")
    shot = Shot("s", SceneName("a", "A"), lead_seconds=Fraction(1))
    timeline = schedule(
        Storyboard(EmendedQuote(document.quote("title")), "en", document, (), (shot,)), FrameRate(30)
    )
    assert to_vtt(timeline) == "WEBVTT\n"
    assert parse_vtt(to_vtt(timeline)) == ()
    assert to_srt(timeline) == ""


GOOD = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\none\n\n00:00:03.000 --> 00:00:05.000\ntwo\n"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("WEBVTT", "\ufeffWEBVTT", "WEBVTT and a blank line"),
        ("WEBVTT", "", "WEBVTT and a blank line"),
        ("\n", "\r\n", "WEBVTT"),
        ("01.000", "01,000", "caption 1"),
        ("00:00:03.000\none", "00:00:01.000\none", "caption 1"),
        ("00:00:03.000 -->", "00:00:02.900 -->", "caption 2"),
        ("two\n", "", "caption 2"),
        ("00:00:05", "00:00:65", "caption 2"),
        (" --> ", " -> ", "caption 1"),
    ],
)
def test_other_vtt_is_refused(old: str, new: str, found: str) -> None:
    assert len(parse_vtt(GOOD)) == 2
    with pytest.raises(FilmError, match=found):
        parse_vtt(GOOD.replace(old, new))


def test_srt_library_and_ours_write_alike() -> None:
    text = to_srt(film(PLAIN, FrameRate(30)))
    assert srt.compose(srt.parse(text)).strip() == text.strip()

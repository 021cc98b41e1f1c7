"""Text files of a bundle: readers that are not ours agree with the storyboard, and no words become markup."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import webvtt
from bundle_material import HOSTILE_DOCUMENT, HOSTILE_NOTE_READ, HOSTILE_WORDS
from ttconv.imsc.reader import to_model
from ttconv.model import Br, Text

from moa_anim.bundle.material import Material
from moa_anim.bundle.text.chapters import chapters, chapters_vtt
from moa_anim.bundle.text.editorial import editorial_markdown
from moa_anim.bundle.text.notice import notice_txt
from moa_anim.bundle.text.transcript import transcript_html, transcript_txt
from moa_anim.bundle.text.ttml import to_ttml
from moa_anim.bundle.web.stills import still_names, stills_html
from moa_anim.captions.cues import TimedText, parse_vtt, timed_texts, to_vtt
from moa_anim.captions.descriptions import descriptions, descriptions_vtt
from moa_anim.model.clock import FrameRate
from moa_anim.model.source import SourceDocument
from moa_anim.model.timeline import Timeline, schedule
from moa_anim.script.production import load_production

ELACESTRANT = Path(__file__).resolve().parents[2] / "assets" / "elacestrant"
FILM = load_production(ELACESTRANT).storyboard


@pytest.fixture(params=["elacestrant", "hostile"])
def timeline(request: pytest.FixtureRequest) -> Timeline:
    if request.param == "elacestrant":
        return schedule(FILM, FrameRate(30))
    hostile: Material = request.getfixturevalue("hostile")
    return hostile.plan.timeline


def read_ttml(text: str) -> tuple[TimedText, ...]:
    """The captions as ttconv reads them."""
    document = to_model(ET.ElementTree(ET.fromstring(text)))
    found = []
    for paragraph in next(iter(document.get_body())):
        lines = [""]
        for element in next(iter(paragraph)):
            if isinstance(element, Br):
                lines.append("")
            elif isinstance(element, Text):
                lines[-1] += element.get_text()
        begin, end = (1000 * each for each in (paragraph.get_begin(), paragraph.get_end()))
        assert (begin.denominator, end.denominator) == (1, 1)
        found.append(TimedText(int(begin), int(end), tuple(lines)))
    return tuple(found)


def clock(milliseconds: int) -> str:
    """The time as WebVTT has it, by another way than the code's."""
    return f"{(datetime.min + timedelta(milliseconds=milliseconds)).isoformat(timespec='milliseconds')[11:]}"


def escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_ttconv_reads_every_caption_to_the_letter_and_the_millisecond(timeline: Timeline) -> None:
    assert read_ttml(to_ttml(timeline, "en-US")) == timed_texts(timeline)


def test_ttml_names_its_profile_and_language_and_its_band(timeline: Timeline) -> None:
    root = ET.fromstring(to_ttml(timeline, "pt-BR"))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"
    profile = root.get("{http://www.w3.org/ns/ttml#parameter}contentProfiles")
    assert profile == "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
    region = next(root.iter("{http://www.w3.org/ns/ttml}region"))
    assert region.get("{http://www.w3.org/ns/ttml#styling}origin") == "10% 83.33%"


@pytest.mark.parametrize("make", [to_vtt, chapters_vtt, descriptions_vtt])
def test_an_independent_reader_reads_every_webvtt_file(
    make: Callable[[Timeline], str], timeline: Timeline
) -> None:
    text = make(timeline)
    read = [(each.start, each.end, each.raw_text) for each in webvtt.from_string(text).captions]
    assert read
    assert read == [
        (clock(each.start), clock(each.stop), escaped("\n".join(each.lines))) for each in parse_vtt(text)
    ]


@pytest.mark.parametrize("make", [to_vtt, chapters_vtt, descriptions_vtt])
def test_ffmpeg_reads_as_many_cues_as_there_are(make: Callable[[Timeline], str], timeline: Timeline) -> None:
    text = make(timeline)
    command = [
        "ffprobe",
        "-v",
        "error",
        "-f",
        "webvtt",
        "-i",
        "pipe:0",
        "-show_entries",
        "packet=pts",
        "-of",
        "csv=p=0",
    ]
    told = subprocess.run(
        command, input=text.encode(), capture_output=True, check=True, timeout=60
    ).stdout.decode()
    starts = [int(line.strip(",")) for line in told.split()]
    assert starts == [each.start for each in parse_vtt(text)]


def test_chapters_fill_the_film_and_are_named_after_its_steps() -> None:
    timeline = schedule(FILM, FrameRate(30))
    found = chapters(timeline)
    assert [each.title for each in found] == [shot.step or "Credits" for shot in FILM.shots]
    assert [each.start_ms for each in found] == [0, *(each.stop_ms for each in found[:-1])]
    assert found[-1].stop_ms == timeline.rate.milliseconds(timeline.frames)


def test_every_cue_of_the_film_tells_what_is_seen_while_it_is_seen() -> None:
    timeline = schedule(FILM, FrameRate(30))
    slots = [cue for shot in timeline.shots for cue in shot.cues]
    at = timeline.rate.milliseconds
    assert [(each.start, each.stop, *each.lines) for each in descriptions(timeline)] == [
        (at(cue.slot.start), at(cue.slot.stop), cue.cue.seen) for cue in slots
    ]


def test_every_beat_of_the_film_has_what_to_point_at_and_a_nuance() -> None:
    lacking = [
        shot.id for shot in FILM.shots if shot.cues and not (shot.guide.point_at and shot.guide.nuance)
    ]
    assert lacking == []


class Page(HTMLParser):
    """What a browser would make of a page: its tags, the text that it shows, and its alt texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.alternatives: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.alternatives += [value or "" for name, value in attrs if name == "alt"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_transcript_has_the_words_the_pictures_and_the_whole_document() -> None:
    timeline = schedule(FILM, FrameRate(30))
    for text in (transcript_txt(FILM, timeline), Page(transcript_html(FILM, timeline)).text):
        place = 0
        for shot in FILM.shots:
            for cue in shot.cues:
                place = text.index(cue.seen, place)
                place = text.index(cue.words.text, place) if cue.words else place
        assert text.index(FILM.document.text) > place
        assert all(each.reason in text for each in FILM.emendations)
    assert '<span lang="zh">[ 免责声明 ]' in transcript_html(FILM, timeline)


SPELLED_OUT = HOSTILE_DOCUMENT.replace("\u202e", "⟨U+202E⟩")


def test_hostile_words_stand_in_the_transcript_as_they_are_and_do_nothing(hostile: Material) -> None:
    board = hostile.plan.production.storyboard
    page = Page(transcript_html(board, hostile.plan.timeline))
    for text in (transcript_txt(board, hostile.plan.timeline), page.text):
        assert SPELLED_OUT in text
        assert text.count(HOSTILE_NOTE_READ) >= 8
        assert all(words in text for words in HOSTILE_WORDS)
        assert "to the [to the <i>end</i>]" not in text
        assert "[to the <i>end</i>]" in text
    assert page.tags.isdisjoint({"script", "img", "b", "i", "u", "iframe"})
    assert not {name for name in page.attributes if name.startswith("on")}


def test_characters_that_turn_the_direction_or_command_a_terminal_are_spelled_out(
    hostile: Material, fault_log: Callable[[str, str, str], None]
) -> None:
    plan = hostile.plan
    board = plan.production.storyboard
    raw = "\x1b[2J\x00\x9b\r\u202e\u2066\ufeff\U000e0041"
    document = SourceDocument(f"{board.document.text}{raw}\r\nend\n", board.document.sha256)
    for make in (transcript_txt, transcript_html):
        text = make(replace(board, document=document), plan.timeline)
        assert not set(raw) - set("[2J") & set(text)
        assert "⟨U+001B⟩[2J⟨U+0000⟩⟨U+009B⟩⟨U+000D⟩⟨U+202E⟩⟨U+2066⟩⟨U+FEFF⟩⟨U+E0041⟩\nend\n" in text
    fault_log(
        "a document with terminal commands and overrides of direction",
        "written as ⟨U+001B⟩, ⟨U+202E⟩",
        "transcript",
    )


def test_stills_are_named_in_order_and_their_alt_text_has_caption_and_picture(hostile: Material) -> None:
    names = still_names(hostile)
    assert names == ("01-s-c0.jpg", "02-s-c1.jpg", "03-s-c2.jpg")
    page = Page(stills_html(hostile))
    assert [HOSTILE_NOTE_READ in text for text in page.alternatives] == [True] * 3
    assert HOSTILE_WORDS[0] in page.alternatives[0]
    assert not {name for name in page.attributes if name.startswith("on")}


def test_of_a_document_that_is_quoted_to_the_letter_nothing_is_said_of_changes() -> None:
    board = replace(FILM, emendations=(), notice=None, notice_translation=None)
    timeline = schedule(FILM, FrameRate(30))
    for text in (
        transcript_txt(board, timeline),
        transcript_html(board, timeline),
        editorial_markdown(board),
    ):
        assert "are not the document" not in text
        assert "for these" not in text
        assert "| how | why |" not in text
        assert "<ul>\n</ul>" not in text
    notice = notice_txt(board)
    assert "change to its words" not in notice
    assert "source.txt" not in notice

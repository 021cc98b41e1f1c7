"""A bundle in several languages, with a voice and without: what each of its files has of them, and what `check` says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bundle_made import files, humming, make
from bundle_material import SPANISH_CUES, little_plan, translate_little_production
from pptx import Presentation

from moa_anim.bundle.earlier import MANIFEST
from moa_anim.bundle.examination import check_bundle
from moa_anim.bundle.films import caption_tracks
from moa_anim.bundle.tracks import CaptionTrack, add_tracks, read_caption_tracks
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import parse_vtt, timed_texts
from moa_anim.check.outcome import Check
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.script.production import Production, load_production

FaultLog = Callable[[str, str, str], None]
P173 = "{http://schemas.microsoft.com/office/powerpoint/2017/3/main}"


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Production:
    folder = tmp_path_factory.mktemp("little") / "production"
    little_plan(folder)
    translate_little_production(folder)
    return load_production(folder)


@pytest.fixture(scope="module")
def bundle(production: Production, tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("bundle")
    make(production, room / "made", SegmentCache(room / "store"))
    return room / "made"


@pytest.fixture(scope="module")
def narrated(production: Production, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle whose films have a voice, and a Spanish film with another."""
    room = tmp_path_factory.mktemp("narrated")
    voices = [humming(production, "af_hum", 4), humming(production.in_language("es"), "ef_hum", 5)]
    make(production, room / "made", SegmentCache(room / "store"), voices=voices)
    return room / "made"


def wordings(production: Production) -> tuple[Wording, ...]:
    timeline = schedule(production.storyboard, DRAFT.rate)
    return (Wording(production.storyboard, timeline), *translations(production, timeline, print))


def streams(film: Path, kind: str) -> Any:
    words = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-select_streams", kind, str(film)]
    return json.loads(subprocess.run(words, capture_output=True, check=True, timeout=60).stdout)["streams"]


def failed(checks: tuple[Check, ...]) -> dict[str, str]:
    return {check.name: str(check) for check in checks if not check.passed}


def test_every_clean_film_has_a_caption_track_of_each_language_at_its_own_times(
    bundle: Path, production: Production
) -> None:
    told = wordings(production)
    assert [each.language for each in told] == ["en-US", "es"]
    for height in (480, 240):
        film = bundle / "clean" / f"production-{height}p.mp4"
        assert [each["tags"]["language"] for each in streams(film, "s")] == ["eng", "spa"]
        assert [each["tags"]["handler_name"] for each in streams(film, "s")] == ["English", "Español"]
        found = read_caption_tracks(film)
        assert [tuple(each.texts) for each in found] == [timed_texts(each.timeline) for each in told]
        assert streams(film, "a") == []
    assert streams(bundle / "open" / "production-480p.mp4", "s") == []


def test_caption_files_page_package_and_course_page_have_them(bundle: Path, production: Production) -> None:
    told = wordings(production)
    for each in told:
        text = (bundle / "captions" / f"{each.language}.vtt").read_text(encoding="utf-8")
        assert parse_vtt(text) == timed_texts(each.timeline)
        assert (bundle / "web" / f"production.{each.language}.vtt").read_text(encoding="utf-8") == text
    assert "&amp; &lt; más" in text
    embedded = (bundle / "web" / "embed.html").read_text(encoding="utf-8")
    tracks = re.findall(
        r'<track kind="captions" srclang="([^"]+)" label="([^"]+)" src="([^"]+)"( default)?>', embedded
    )
    assert tracks == [
        ("en-US", "English", "production.en-US.vtt", " default"),
        ("es", "Español", "production.es.vtt", ""),
    ]
    with zipfile.ZipFile(bundle / "lms" / "production-scorm12.zip") as package:
        assert package.read("captions.es.vtt") == (bundle / "captions" / "es.vtt").read_bytes()
        pages = (
            package.read("index.html").decode(),
            (bundle / "web" / "index.html").read_text(encoding="utf-8"),
        )
    for page in pages:
        assert "Inicio" in page
        assert "&amp; &lt; más" in page
        assert "& < más" not in page
    transcript = (bundle / "transcript.es.html").read_text(encoding="utf-8")
    assert all(
        words.replace("&", "&amp;").replace("<", "&lt;") in transcript for words in SPANISH_CUES.values()
    )


def test_each_film_of_the_deck_has_captions_in_each_language_and_the_notes_say_so(
    bundle: Path, production: Production
) -> None:
    deck = Presentation(str(bundle / "slides" / "production.pptx"))
    told, found = wordings(production), []
    for slide in deck.slides:
        for listed in slide._element.iter(f"{P173}trackLst"):
            tracks = list(listed)
            assert [(each.get("label"), each.get("lang")) for each in tracks] == [
                ("English", "en-US"),
                ("Español", "es-ES"),
            ]
            assert len({each.get("id") for each in tracks}) == 2
            embedded = [
                value for each in tracks for name, value in each.attrib.items() if name.endswith("}embed")
            ]
            parts = [slide.part.rels[value].target_part for value in embedded]
            found.append([parse_vtt(part.blob.decode()) for part in parts])
    assert found[0] == [timed_texts(each.timeline) for each in told]
    assert len(found) == 2, "the whole film, and the one beat"
    assert [text.lines for text in found[1][1]] == [text.lines for text in timed_texts(told[1].timeline)]
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    assert "English, Español" in notes


def test_readme_and_notice_are_in_the_bundles_language(
    production: Production, tmp_path: Path, bundle: Path
) -> None:
    spanish = production.in_language("es")
    make(spanish, tmp_path / "made", SegmentCache(tmp_path / "store"))
    for name, words in (("README.txt", "La película no tiene sonido."), ("NOTICE", "Para la docencia.")):
        text = (tmp_path / "made" / name).read_text(encoding="utf-8")
        assert words in text
        head = text.partition("moa-anim, el programa")[0]  # the program's own notice follows, in English
        for english in (
            "The film has no sound",
            "For teaching.",
            "films with the captions",
            "Pictures and film:",
        ):
            assert english not in head
            assert english in "".join(
                (bundle / each).read_text(encoding="utf-8") for each in ("README.txt", "NOTICE")
            )
    assert "Español, English" in (tmp_path / "made" / "README.txt").read_text(encoding="utf-8")
    assert [
        each.code for each in read_caption_tracks(tmp_path / "made" / "clean" / "production-480p.mp4")
    ] == ["spa", "eng"]
    assert failed(check_bundle(production.folder, tmp_path / "made")) == {}


def test_a_translation_with_faults_is_left_out_and_said(
    production: Production, tmp_path: Path, fault_log: FaultLog
) -> None:
    folder, told = tmp_path / "production", list[str]()
    shutil.copytree(production.folder, folder)
    path = folder / "translation.es.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Se une", "").replace("It binds", "It bound"),
        encoding="utf-8",
    )
    made = tmp_path / "made"
    make(load_production(folder), made, SegmentCache(tmp_path / "store"), report=told.append)
    assert [each.code for each in read_caption_tracks(made / "clean" / "production-480p.mp4")] == ["eng"]
    assert not list((made / "captions").glob("es.*"))
    assert [each for each in told if each.startswith("es: left out, since its translation has")]
    fault_log(
        "a bundle with a stale translation",
        "es: left out, since its translation has faults",
        "the other languages",
    )


def test_a_voice_is_heard_in_every_film_and_a_second_language_has_a_film_of_its_own(
    narrated: Path, production: Production
) -> None:
    heard = [
        path for folder in ("open", "clean", "clips", "web") for path in (narrated / folder).glob("*.mp4")
    ]
    assert len(heard) == 2 + 3 + 2 + 1
    for film in heard:
        (audio,) = streams(film, "a")
        code = "spa" if "-es-" in film.name else "eng"
        assert (audio["codec_name"], audio["tags"]["language"]) == ("aac", code)
        (video,) = streams(film, "V")
        assert abs(float(audio["duration"]) - float(video["duration"])) < 0.1
    assert [each["codec_name"] for each in streams(narrated / "web" / "production-480p.webm", "a")] == [
        "opus"
    ]
    own, spanish = (narrated / "clean" / f"production{tag}-240p.mp4" for tag in ("", "-es"))
    assert [each.code for each in read_caption_tracks(own)] == ["eng", "spa"]
    assert [each.code for each in read_caption_tracks(spanish)] == ["spa", "eng"]
    assert float(streams(spanish, "V")[0]["duration"]) > float(streams(own, "V")[0]["duration"])
    page = (narrated / "web" / "index.html").read_text(encoding="utf-8")
    assert "../clean/production-es-240p.mp4" in page
    assert "media-src blob: &#39;self&#39;" in page
    with zipfile.ZipFile(narrated / "lms" / "production-scorm12.zip") as package:
        assert b"production-es" not in package.read("index.html")
    for name in ("README.txt", "transcript.html", "transcript.txt", "web/embed.html", "web/index.html"):
        text = (narrated / name).read_text(encoding="utf-8")
        text = re.sub("<script.*?</script>", "", text, flags=re.DOTALL)  # words of all kinds of film
        assert not re.search(r"\bsilent\b|no sound", text, re.IGNORECASE), name
        assert "voice" in text
    assert "af_hum" in (narrated / "NOTICE").read_text(encoding="utf-8")
    assert "ef_hum" in (narrated / "NOTICE").read_text(encoding="utf-8")


def test_clips_have_their_part_of_the_sound(narrated: Path) -> None:
    lengths = [
        float(streams(path, "V")[0]["duration"]) for path in sorted((narrated / "clips").glob("*.mp4"))
    ]
    whole = float(streams(narrated / "open" / "production-240p.mp4", "V")[0]["duration"])
    assert sum(lengths) == pytest.approx(whole, abs=0.01)


def test_the_narrated_bundle_is_the_same_each_time(
    narrated: Path, production: Production, tmp_path: Path
) -> None:
    voices = [humming(production, "af_hum", 4), humming(production.in_language("es"), "ef_hum", 5)]
    make(production, tmp_path / "made", SegmentCache(tmp_path / "store"), voices=voices)
    assert files(tmp_path / "made") == files(narrated)


def test_check_finds_nothing_wrong_in_either(bundle: Path, narrated: Path, production: Production) -> None:
    checks = check_bundle(production.folder, bundle)
    assert failed(checks) == {}
    assert [each.name for each in checks] == [
        "bundle",
        "caption tracks",
        "caption files",
        "reading speed of translations",
    ]
    checks = check_bundle(production.folder, narrated)
    assert failed(checks) == {}
    assert "caption tracks, es" in [each.name for each in checks]


def retracked(film: Path, tracks: list[CaptionTrack]) -> None:
    """Give a film other caption tracks."""
    bare = film.with_name("bare.mp4")
    shutil.copyfile(film, bare)
    add_tracks(bare, film, title="T", code="eng", captions=tracks)
    bare.unlink()


def test_check_tells_what_is_wrong_with_a_bundle(
    bundle: Path, production: Production, tmp_path: Path, fault_log: FaultLog
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(bundle, broken)
    told = wordings(production)
    tracks = list(caption_tracks(told))
    retracked(broken / "clean" / "production-480p.mp4", tracks[:1])
    later = [type(each)(each.start, each.stop, ("otra",)) for each in tracks[1].texts]
    retracked(broken / "clean" / "production-240p.mp4", [tracks[0], CaptionTrack("spa", "Español", later)])
    (broken / "captions" / "es.vtt").write_text("WEBVTT\n", encoding="utf-8")
    (broken / "poster.png").unlink()
    (broken / "notes.txt").write_text("mine", encoding="utf-8")
    checks = {each.name: str(each) for each in check_bundle(production.folder, broken)}
    assert "production-480p.mp4" in checks["caption tracks"]
    assert "otra" in checks["caption tracks"]
    assert "es.vtt" in checks["caption files"]
    assert re.search(r"poster\.png.*no such file", checks["bundle"])
    assert re.search(r"production-480p\.mp4.*changed", checks["bundle"])
    assert "advice: notes.txt: moa-anim did not write it" in checks["bundle"]
    fault_log(
        "a bundle whose film lacks a caption track", "its tracks, and those that there should be", "check DIR"
    )


@pytest.mark.parametrize(
    "text", [None, "{}", "[", '{"schema": "moa-anim bundle 1", "film": 7, "other_films": [1]}']
)
def test_check_of_what_is_no_bundle_or_has_a_broken_manifest_fails(
    text: str | None, production: Production, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    assert failed(check_bundle(production.folder, tmp_path))


def test_captions_of_a_translation_share_their_cue_and_are_all_shown(production: Production) -> None:
    own, spanish = wordings(production)
    for ours, theirs in zip(own.timeline.shots, spanish.timeline.shots, strict=True):
        assert ours.slot == theirs.slot
        for one, other in zip(ours.cues, theirs.cues, strict=True):
            assert one.slot == other.slot
            assert tuple(each.caption for each in other.captions) == other.cue.captions
            assert all(each.slot.frames > 0 for each in other.captions)

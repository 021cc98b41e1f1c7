"""The captions as TTML in the text profile of IMSC 1.1, which broadcasters and archives take.

Written here because ttconv changes styles and timing; the tests read it back with ttconv.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from moa_anim.bundle.film_colours import in_film_colours
from moa_anim.captions.cues import clock, timed_texts
from moa_anim.model.direction import Direction
from moa_anim.model.palette import Role
from moa_anim.model.timeline import Timeline

BAND = (83.33, 16.67)
"""Top and height of the film's caption band in percent of the picture's height: 900 and 180 of 1080 pixels."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang={language} xml:space="preserve"
    ttp:timeBase="media" ttp:cellResolution="32 15"
    ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text">
  <head>
    <styling>
      <style xml:id="words" tts:color="#ffffff" tts:fontFamily="proportionalSansSerif" tts:fontSize="70%"
             tts:lineHeight="125%" tts:textAlign="center"{direction}/>
    </styling>
    <layout>
      <region xml:id="band" style="words" tts:origin="10% {top}%" tts:extent="80% {height}%"
              tts:displayAlign="center" tts:backgroundColor="#171f2b" tts:showBackground="whenActive"/>
    </layout>
  </head>
  <body region="band"><div>"""

_TAIL = "</div></body>\n</tt>\n"


def to_ttml(timeline: Timeline, language: str, direction: Direction = Direction.LEFT_TO_RIGHT) -> str:
    """Return the captions as TTML, to be written as UTF-8; `language` is a tag such as en-US.

    `direction` is that of its lines. Times are to the millisecond, lines break where the film breaks them, and spaces are
    preserved.
    """
    lines = ' tts:direction="rtl"' if direction is Direction.RIGHT_TO_LEFT else ""
    head = _HEAD.format(language=quoteattr(language), top=BAND[0], height=BAND[1], direction=lines)
    captions = (
        f'<p begin="{clock(each.start, ".")}" end="{clock(each.stop, ".")}">'
        f"<span>{'<br/>'.join(map(escape, each.lines))}</span></p>"
        for each in timed_texts(timeline)
    )
    return in_film_colours(head, Role.BAND) + "".join(captions) + _TAIL

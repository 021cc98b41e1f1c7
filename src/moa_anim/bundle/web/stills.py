"""File names of the stills, in film order, and a page that shows and describes them."""

from __future__ import annotations

from moa_anim.bundle.beats import still_description
from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import in_film_colours
from moa_anim.bundle.material import Material

_PAGE = """<!DOCTYPE html>
<html lang="{{ language }}"{% if direction == "rtl" %} dir="rtl"{% endif %}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ heading }}</title>
<style>
body { background: #f7f3eb; color: #171f2b; font: 1rem/1.5 Inter, system-ui, sans-serif; }
main { margin: 0 auto; max-width: 60rem; padding: 1.5rem; }
figure { margin: 0 0 2.5rem; }
img { display: block; height: auto; width: 100%; }
</style>
</head>
<body>
<main>
<h1 dir="auto">{{ title }}</h1>
{% for name, text in stills -%}
<figure><img src="{{ name }}" alt="{{ text }}" loading="lazy"><figcaption dir="auto">{{ text }}</figcaption></figure>
{% endfor -%}
</main>
</body>
</html>
"""


def still_names(material: Material) -> tuple[str, ...]:
    """Return a file name for each still, in the material's order: 01-opening-oral.jpg."""
    return tuple(
        f"{number:02}-{'-'.join(filter(None, (each.shot, each.cue)))}.jpg"
        for number, each in enumerate(material.stills, 1)
    )


def stills_html(material: Material) -> str:
    """Return `stills/index.html`: each still with its caption and what is seen as alt text.

    Raises:
        RenderError: The extra `bundle` is not installed.
    """
    environment = require("jinja2").Environment(autoescape=True)
    board = material.plan.production.storyboard
    texts = (still_description(each, material) for each in material.stills)
    page: str = environment.from_string(in_film_colours(_PAGE)).render(
        title=board.shown_title,
        heading=board.interface.word("text", "stills", title=board.shown_title),
        language=board.language,
        direction=board.interface.captions.direction,
        stills=list(zip(still_names(material), texts, strict=True)),
    )
    return page

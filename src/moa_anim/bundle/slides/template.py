"""The empty deck: 16:9, the film's colours, a font that every lecturer's machine has, and one layout.

python-pptx has a 4:3 template with eleven layouts in Calibri; this adapts it to the look of the film.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import office_colour
from moa_anim.model.palette import Role

FONT = "Arial"
"""Installed on every Windows and Mac; elsewhere Liberation Sans has the same widths. Inter is rarely installed."""

BLUE = "2F5D94"
"""The receptor's blue, darkened to a contrast of 6:1 on paper."""

SLATE = "4A5361"
"""Contrast 7:1 on paper."""

RULE = "C9C3B6"
"""The part of the progress rail that is still to come; decorative."""

# A slide in points: 13.333 by 7.5 inches.
WIDTH = 960.0
HEIGHT = 540.0

TITLE_BOX = (36.0, 30.0, 888.0, 40.0)
"""Left, top, width and height of a slide's title, in points."""

_DATE = datetime(2000, 1, 1)
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_PRINTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"
_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/notesMaster"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>moa-anim</Application><PresentationFormat>Widescreen</PresentationFormat></Properties>\n"
)
_OWN_COLOURS = {"lt1": "FFFFFF", "dk2": BLUE, "hlink": BLUE, "folHlink": SLATE}
"""The theme's colours that are the deck's own."""

_FILM_COLOURS = {
    "dk1": Role.INK,
    "lt2": Role.PAPER,
    "accent1": Role.RECEPTOR,
    "accent2": Role.HELIX12,
    "accent3": Role.ESTRADIOL,
    "accent4": Role.DRUG,
    "accent5": Role.UBIQUITIN,
    "accent6": Role.PROTEASOME,
}
"""The theme's colours that are the film's."""


def empty_deck(title: str, language: str) -> Any:
    """Return a presentation without slides; `title` and `language` (a tag) go into its properties."""
    deck = require("pptx").Presentation()
    pt = require("pptx.util").Pt
    deck.slide_width, deck.slide_height = pt(WIDTH), pt(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != "Title Only":
            deck.slide_layouts.remove(layout)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    _colour(master.part.part_related_by(_THEME))
    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = require("pptx.dml.color").RGBColor.from_string(office_colour(Role.PAPER))
    for holder in (*master.placeholders, *layout.placeholders):
        _place(holder)
    _set_title_style(master)
    for element in master._element.iter("{*}defRPr", "{*}rPr", "{*}endParaRPr"):
        element.set("lang", language)
    _remove_part(deck.part.package, _THUMBNAIL)
    _remove_part(deck.part, _PRINTER)
    _remove_template_properties(deck)
    _name_notes_master(deck)
    core = deck.core_properties
    core.title, core.language, core.author, core.last_modified_by = title, language, "moa-anim", "moa-anim"
    core.subject, core.keywords, core.comments = "mechanism of action", "", ""
    core.created = core.modified = _DATE
    core.last_printed, core.revision = _DATE, 1
    return deck


def deck_bytes(deck: Any) -> bytes:
    """Return the deck's file: the same bytes for the same deck, because its zip contains no dates."""
    raw, file = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            film = name.endswith((".mp4", ".jpg", ".png"))
            entry.compress_type = zipfile.ZIP_STORED if film else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()


def _place(holder: Any) -> None:
    """Move a placeholder of the 4:3 template to its place at 16:9; the title goes to TITLE_BOX."""
    pt = require("pptx.util").Pt
    if holder.placeholder_format.type == require("pptx.enum.shapes").PP_PLACEHOLDER.TITLE:
        holder.left, holder.top, holder.width, holder.height = (pt(each) for each in TITLE_BOX)
        return
    left, top, width, height = holder.left, holder.top, holder.width, holder.height
    wider = WIDTH / 720
    holder.left, holder.top, holder.width, holder.height = int(left * wider), top, int(width * wider), height


def _remove_template_properties(deck: Any) -> None:
    """Remove two more mentions of 4:3, and the name of the program that made the template."""
    deck.part._element.find("{*}sldSz").attrib.pop("type", None)
    deck.part.package.part_related_by(_EXTENDED)._blob = _APPLICATION.encode()


def _name_notes_master(deck: Any) -> None:
    """List the notes master, as PowerPoint does; python-pptx adds only a relationship to it."""
    etree = require("lxml.etree")
    relationship = deck.part.relate_to(deck.notes_master.part, _NOTES)
    masters = deck.part._element.find("{*}sldMasterIdLst")
    listed = etree.Element(masters.tag.replace("sldMasterIdLst", "notesMasterIdLst"))
    entry = etree.SubElement(listed, masters.tag.replace("sldMasterIdLst", "notesMasterId"))
    entry.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relationship)
    masters.addnext(listed)


def _set_title_style(master: Any) -> None:
    for holder in master.placeholders:
        holder.text_frame.margin_left = holder.text_frame.margin_right = 0  # words begin where pictures do
    for level in master._element.iterfind(".//{*}titleStyle/{*}lvl1pPr"):
        level.set("algn", "l")
        for properties in level.iterfind("{*}defRPr"):
            properties.set("sz", "2400")
            properties.set("b", "1")


def _colour(theme: Any) -> None:
    """Give the theme the film's colours and the safe font; python-pptx holds a theme as bytes."""
    text = theme.blob.decode()
    film = {name: office_colour(role) for name, role in _FILM_COLOURS.items()}
    for name, value in {**_OWN_COLOURS, **film}.items():
        pattern = rf"<a:{name}>.*?</a:{name}>"
        text = re.sub(pattern, f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>', text, flags=re.DOTALL)
    text = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{FONT}"/>', text)
    theme._blob = text.encode()


def _remove_part(owner: Any, relationship: str) -> None:
    for key, each in list(owner._rels.items()):
        if each.reltype == relationship:
            owner._rels.pop(key)

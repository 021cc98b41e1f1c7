"""The bundle's README.txt: what each file is for."""

from __future__ import annotations

from moa_anim.model.story import Storyboard


def readme_txt(board: Storyboard, name: str) -> str:
    """Return the folder's README, to be written as UTF-8 with LF."""
    return f"""\
{board.shown_title}

open/          films with the captions in the picture: for PowerPoint, a projector, a phone. Nothing to switch on.
clean/         the same without words in the picture; captions and chapters as tracks that players switch on.
               Do not load captions/ over a film of open/: the words would be seen twice.
clips/         one film a step, with captions, for slides and course pages.
slides/        {name}.pptx: a slide a step, with film, quote, notes for the speaker; captions inside the file.
handout.pdf    a still and its words for each step; made to be read aloud by a screen reader, and to be printed.
web/           index.html: opened by double click, it plays without a network.
               embed.html: for a page on a server, with {name}-*p.mp4, {name}-poster.jpg
               and {name}.{board.language}.vtt beside it.
lms/           {name}-scorm12.zip: to be uploaded as it is to a learning system (SCORM 1.2).
captions/      WebVTT, SubRip, TTML (IMSC); chapters; descriptions of what is seen.
transcript.*   the words, what is seen, and every change made to the document's words, if any.
stills/        a settled picture a step; index.html has them with their descriptions.
poster.png, preview.webp, contact-sheet.jpg, cast-key.png (who is who, if the film has a key)
manifest.json  the SHA-256 of each file, versions, seeds, and where in the document each word stands.

In a room without a network: `moa-anim play` with this folder, or open web/index.html.
The film has no sound. It explains a document and gives no medical advice. NOTICE says whose the words and pictures are.
"""

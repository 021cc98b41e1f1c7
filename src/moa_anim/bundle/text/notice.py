"""The bundle's NOTICE: licences, owners, and that it gives no medical advice."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distributions

from moa_anim.errors import Fault, RenderError
from moa_anim.model.story import Storyboard

_OF_OUR_DOCUMENT = "Quoted words:"
"""Start of the paragraph in the program's notice that concerns the document shipped with it."""

_HEAD = """{title}

Pictures and film: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). The quoted words stay their publisher's.
The document that is quoted, by SHA-256: {sha256}
{words}For teaching. It gives no medical advice and recommends no treatment.

What follows is the notice of moa-anim, the program that made these files; its data are not all in every film.

"""


def notice_txt(storyboard: Storyboard) -> str:
    """Return the bundle's NOTICE: the film's own lines, then the program's notice as it was installed.

    The program's paragraph about quoted words is left out, because it concerns the document shipped with it.

    Raises:
        RenderError: The program was installed without its notice.
    """
    # Every distribution of that name: in a checkout, an egg-info left by the build has no notice.
    found = (each.read_text("licenses/NOTICE") for each in distributions(name="moa-anim"))
    notice = next(filter(None, found), None)
    if notice is None:
        remedy = "install moa-anim anew with pip"
        raise RenderError(Fault("NOTICE", "none", "the notice that moa-anim is installed with", remedy))
    head = _HEAD.format(
        title=storyboard.shown_title, sha256=storyboard.document.sha256, words="".join(_words(storyboard))
    )
    return head + "\n\n".join(part for part in notice.split("\n\n") if not part.startswith(_OF_OUR_DOCUMENT))


def _words(board: Storyboard) -> Iterator[str]:
    """Sentences about this document's words."""
    if board.reference:
        yield f"Its reference: {board.reference.text}\n"
    if board.emendations:
        yield "Every change to its words is listed with its reason in transcript.html and manifest.json.\n"
    if board.notice_translation:
        yield "The notice in it is the source page's own; its translation is one, and no quote.\n"

"""The bundle's NOTICE: licences, owners, and that it gives no medical advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import distributions

from moa_anim.errors import Fault, RenderError
from moa_anim.model.story import Storyboard

_OF_OUR_DOCUMENT = "Quoted words:"
"""Start of the paragraph in the program's notice that concerns the document shipped with it."""


def notice_txt(storyboard: Storyboard, voices: Sequence[str] = ()) -> str:
    """Return the bundle's NOTICE: the film's own lines in its language, then the program's notice as it was installed.

    `voices` are the names of those that are heard. The program's paragraph about quoted words is left out, because it
    concerns the document shipped with it.

    Raises:
        RenderError: The program was installed without its notice.
    """
    # Every distribution of that name: in a checkout, an egg-info left by the build has no notice.
    found = (each.read_text("licenses/NOTICE") for each in distributions(name="moa-anim"))
    notice = next(filter(None, found), None)
    if notice is None:
        remedy = "install moa-anim anew with pip"
        raise RenderError(Fault("NOTICE", "none", "the notice that moa-anim is installed with", remedy))
    head = "\n".join([storyboard.shown_title, "", *_lines(storyboard, voices), "", ""])
    return head + "\n\n".join(part for part in notice.split("\n\n") if not part.startswith(_OF_OUR_DOCUMENT))


def _lines(board: Storyboard, voices: Sequence[str]) -> Iterator[str]:
    """The film's own lines: about pictures, this document's words, voices; and what follows."""
    word = partial(board.interface.word, "notice")
    yield word("pictures")
    yield word("document", sha256=board.document.sha256)
    if board.reference:
        yield word("reference", reference=board.reference.text)
    if board.emendations:
        yield word("changes")
    if board.notice_translation:
        yield word("notice_translation")
    for voice in voices:
        yield word("voice", voice=voice)
    yield word("teaching")
    yield ""
    yield word("program")

"""Says of a film whose words are a translation that they are one, and whether anyone of medicine has reviewed it."""

from __future__ import annotations

from moa_anim.model.story import Storyboard


def translation_note(board: Storyboard) -> str:
    """Return the sentence about the film's translation; "" for a film in the document's language."""
    if board.translation is None:
        return ""
    reviewer, interface = board.translation.reviewer, board.interface
    review = (
        interface.word("text", "reviewed", reviewer=reviewer)
        if reviewer
        else interface.word("text", "unreviewed")
    )
    return interface.word("text", "translated", review=review)

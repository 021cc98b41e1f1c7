"""Who owns what in a bundle, and what it is not."""

from __future__ import annotations

from importlib.metadata import distributions

from moa_anim.errors import Fault, RenderError
from moa_anim.model.story import Storyboard

_HEAD = """{title}

Pictures and film: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). The quoted words stay their publisher's.
The document that is quoted, by SHA-256: {sha256}
{reference}For teaching. It gives no medical advice and recommends no treatment.

What follows is the notice of moa-anim, the program that made these files.

"""


def notice_txt(storyboard: Storyboard) -> str:
    """Return the bundle's NOTICE: the film's own lines, then the program's notice as it was installed.

    Raises:
        RenderError: The program was installed without its notice.
    """
    # All that bear the name: beside a checkout lies an egg-info that the build left there, without the notice.
    found = (each.read_text("licenses/NOTICE") for each in distributions(name="moa-anim"))
    notice = next(filter(None, found), None)
    if notice is None:
        remedy = "install moa-anim anew with pip"
        raise RenderError(Fault("NOTICE", "none", "the notice that moa-anim is installed with", remedy))
    reference = f"Its reference: {storyboard.reference.text}\n" if storyboard.reference else ""
    sha256 = storyboard.document.sha256
    return _HEAD.format(title=storyboard.title.text, sha256=sha256, reference=reference) + notice

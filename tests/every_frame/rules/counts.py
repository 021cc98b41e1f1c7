"""A number on screen is the number of things drawn: by the scene's geometry, and by the pixels of figures and things."""

from __future__ import annotations

import numpy as np
from every_frame.moment import Finding, Moment
from every_frame.seen import CountSeen
from every_frame.traces import inside, trace_of
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.lettering import TextImage
from moa_anim.model.palette import Role
from moa_anim.stage.sighting import Sighting


class CountsAreTrue:
    """The things of a counted kind within the picture, whether each is really painted, and the number that is read there."""

    name = "counts on screen are the numbers of things drawn"

    def look(self, moment: Moment) -> list[Finding]:
        found = []
        for count in moment.seen.counts:
            drawn = sum(thing.opacity >= HALF and bool(inside(thing.points).any()) for thing in count.things)
            found += [
                Finding(
                    f"{thing.name} is counted and not drawn", f"a trace of {trace:.2f} of its colour is left"
                )
                for thing, trace in traces(count, moment)
                if trace < FAINTEST_TRACE
            ]
            if count.opacity >= 1.0:
                read = number_read(count, moment)
                if read != drawn:
                    found.append(
                        Finding(
                            f"the count of “{count.piece.words}” is wrong", f"{read} on screen, {drawn} drawn"
                        )
                    )
            elif count.piece.population.count != drawn:
                detail = f"{count.piece.population.count} counted, {drawn} drawn"
                found.append(Finding(f"the count of “{count.piece.words}” is wrong", detail))
        return found


def traces(count: CountSeen, moment: Moment) -> list[tuple[Sighting, float]]:
    """How much of its colour each counted thing has left in the picture, if it is neither fading nor half outside."""
    if count.opacity < 1.0 or count.piece.population.opacity < 1.0:
        return []
    whole = [each for each in count.things if each.weight >= NOT_FADING and inside(each.points).mean() > 0.5]
    return [(thing, trace_of(thing, count.piece.role, moment)) for thing in whole]


HALF = 0.5
"""What has faded further is no longer counted: more of it is gone than there."""

FAINTEST_TRACE = 0.1
"""A receptor under a lane's veil has 0.16 of its colour; the crowd behind, where nothing else is, 0.03."""

NOT_FADING = 0.4
"""A counted thing's weight is 0.6 and more, or less the more of it has faded."""


def number_read(count: CountSeen, moment: Moment) -> int:
    """The number whose figures, lettered on paper, the decoded luma is most like."""
    figures = {number: count.piece.figure(number, moment.scale) for number in range(count.most + 2)}
    wide = max(line.picture.shape[1] for line, _, _ in figures.values())
    apart = {number: _distance(figure, wide, moment) for number, figure in figures.items()}
    return min(apart, key=lambda number: apart[number])


def _distance(figure: tuple[TextImage, float, float], wide: int, moment: Moment) -> float:
    """How far (mean grey levels) the picture is from a number; `wide` pixels are looked at, as many as the widest needs."""
    line, x, baseline = figure
    high, own = line.picture.shape[:2]
    right = round(x * moment.scale) - line.origin_x + own
    top = round(baseline * moment.scale) - line.origin_y
    paper = np.array(rgb(Role.PAPER)) * 255
    lettered = line.picture[..., :3] + paper * (1 - line.picture[..., 3:] / 255)
    expected, weight = np.full((high, wide), luma_of(paper)), np.full((high, wide), BARE)
    expected[:, wide - own :] = luma_of(lettered)
    weight[:, wide - own :] = np.maximum(BARE, line.picture[..., 3] / 255)
    actual = moment.picture.luma[top : top + high, right - wide : right].astype(float)
    return float((np.abs(actual - expected) * weight).sum() / weight.sum())


BARE = 0.3
"""What a pixel counts that a number leaves as it is: paper, as a rule."""


def luma_of(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """BT.709 luma, 16…235, of colours (…, 3) in 0…255."""
    return np.asarray(16 + 219 / 255 * (colours @ [0.2126, 0.7152, 0.0722]))

"""No two labels overlap."""

from __future__ import annotations

from itertools import combinations

from every_frame.moment import Finding, Moment


class LabelsApart:
    """The boxes of all labels of which anything is seen, two by two."""

    name = "no two labels overlap"

    def look(self, moment: Moment) -> list[Finding]:
        found = []
        for one, other in combinations(moment.seen.labels, 2):
            left, top = (max(one.box[k], other.box[k]) for k in (0, 1))
            right, bottom = (min(one.box[k], other.box[k]) for k in (2, 3))
            if left < right and top < bottom:
                detail = f"by {right - left:.0f} × {bottom - top:.0f} design pixels"
                found.append(Finding(f"“{one.words}” lies on “{other.words}”", detail))
        return found

"""No label flickers between places: where it stands changes only while it is not seen."""

from __future__ import annotations

from every_frame.moment import Finding, Moment

LEAST_SECONDS = 0.5
"""A label that is seen for less has flickered, and so has one that is back elsewhere sooner."""


class LabelStays:
    """Each label beside itself at the frame before, and how long it is seen at a time."""

    name = "no label flickers between places"

    def __init__(self) -> None:
        self._since: dict[int, int] = {}
        self._left: dict[int, tuple[int, tuple[float, float]]] = {}

    def look(self, moment: Moment) -> list[Finding]:
        found = []
        before = {label.number: label for label in moment.before.labels} if moment.before else {}
        for label in moment.seen.labels:
            then = before.get(label.number)
            if then is None:
                self._since[label.number] = moment.seen.number
                gone, place = self._left.get(label.number, (-10_000, label.at))
                seconds = (moment.seen.number - gone) * moment.seconds_a_frame
                if seconds < LEAST_SECONDS and place != label.at:
                    found.append(Finding(f"“{label.words}” comes back elsewhere", f"after {seconds:.2f} s"))
            elif then.at != label.at:
                found.append(Finding(f"“{label.words}” leaps", f"from {then.at} to {label.at}"))
        here = {label.number for label in moment.seen.labels}
        for number, label in before.items():
            if number not in here:
                self._left[number] = moment.seen.number, label.at
            seconds = (moment.seen.number - self._since.get(number, 0)) * moment.seconds_a_frame
            if number not in here and seconds < LEAST_SECONDS:
                found.append(Finding(f"“{label.words}” flickers", f"it was seen for {seconds:.2f} s"))
        return found

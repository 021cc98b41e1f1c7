"""Elacestrants become a tablet; its way to the tumor, and on into one receptor; estradiol leaves it, elacestrant enters.

The way through the body is the true one: mouth, stomach, small bowel, portal vein and liver, heart, breast tumor. Then the
view goes in without a cut: finer and finer vessels, capillaries, a cancer cell, its nucleus, one receptor that grows into the
close-up.

The order in the pocket follows from the structures: the coactivator leaves, helix 12 loosens, estradiol leaves, helix 12
wanders. An elacestrant arrives later, misses once, then enters the open pocket. No molecule displaces another.

`ByMouth` is the way to a cell alone, for a film of any drug that is taken by mouth.

The journey is written in reference seconds, which are mapped piecewise linearly to the cue times of the edition.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.illustrations import body_outline
from moa_anim.illustrations.body import BodyFigure, drug_place, drug_share
from moa_anim.illustrations.drug_in_body import DrugInBody
from moa_anim.illustrations.room import Room
from moa_anim.illustrations.tablet import Tablet
from moa_anim.illustrations.vessel.capillaries import TISSUE_METRES_PER_PIXEL
from moa_anim.model.palette import Role
from moa_anim.sets.close_up import DOCKED_LABEL_AT
from moa_anim.sets.ligand_exchange import LigandExchange
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.sets.scale_bar import ANGSTROM_METRES, DIP_NATS, ScaleBar
from moa_anim.sets.tablet_gathering import TabletGathering
from moa_anim.sets.tumor_tissue import CELL_PLACE, TumorTissue
from moa_anim.stage.dive import Sight, Track, passing
from moa_anim.stage.motion import Appear, Motion, Riding, Vanish, Within, evenly, hide, key, show
from moa_anim.stage.scene import CueClock, MoaScene

CUE_STARTS_SECONDS = (0.0, 0.5, 4.9, 14.9, 19.9)
"""Reference seconds at which the shot and its four cues begin."""

IN_CELL_SECONDS = 13.7
"""Reference second at which the journey alone has ended, in the cell."""

LABEL_FADE_SECONDS = 0.3
"""Reference seconds in which a label fades in or out."""

BAR_AGAIN_SECONDS = (17.0, 17.4)
"""Reference seconds in which the scale bar comes back, when the coactivator has left the place where it stands."""

FIGURE_PIXELS = (960.0, 128.0, 1480.0)
"""x and y of the body's crown, and its height (design pixels): the picture shows her down to the hips."""

TISSUE_AT = (1090.0, 655.0)
"""Where the cancer cell is seen (design pixels) while its capillary is above it."""

ZOOM_BEGINS, ZOOM_ENDS = 12.6, 14.9
"""Reference seconds between which the view goes from the cell to one receptor."""

# The tablet: its middle and its length (design pixels) over reference seconds, until it is in the mouth.
TABLET_X = Track((0.6, 400.0), (1.15, 660.0), (1.7, 960.0), (1.75, 968.0))
TABLET_Y = Track((0.6, 560.0), (1.15, 390.0), (1.7, 284.0), (1.75, 282.0))
TABLET_LENGTH = Track((0.75, 150.0), (1.2, 120.0), (1.75, 34.0), (2.0, 26.0))

GATHERED_SECONDS = (0.05, 0.87)
"""When the elacestrants with which the shot before ends become the tablet."""

SWALLOWED_SECONDS = (1.75, 2.6)
"""When the tablet goes from the mouth to the stomach."""

DISSOLVED_SECONDS = (2.6, 3.05)
"""When it falls apart there."""

STOMACH_SHARE = 0.5
"""Share of the stomach's part of the way after which it falls apart."""

COURSE_SECONDS = (
    ("bowel", 3.25),
    ("portal vein", 4.85),
    ("liver", 5.6),
    ("vena cava", 6.25),
    ("heart, to the lungs", 6.5),
    ("lungs", 6.95),
    ("heart, to the body", 7.35),
    ("aorta", 7.65),
    ("arteries to the breast", 7.95),
)
"""Reference seconds at which the first elacestrant comes to each part of the way (`DRUG_COURSE`)."""

AT_TUMOR_SECONDS = 8.75
"""Reference second at which it is in the tumor."""

BODY_METRES_PER_PIXEL = body_outline.HEIGHT_METRES / FIGURE_PIXELS[2]
"""Metres for one design pixel of the body before the view comes nearer."""

CELL_NATS = math.log(BODY_METRES_PER_PIXEL / TISSUE_METRES_PER_PIXEL)
"""Magnification from the body to the cell at its full size, in nats (1 is a factor of e)."""

NATS = Track(
    (0.0, 0.0), (2.4, 0.12), (7.0, 0.24), (8.1, 1.4), (9.2, 4.2), (10.35, CELL_NATS - 2.5), (11.0, CELL_NATS - 1.42),
    (11.8, CELL_NATS - 1.2), (12.6, CELL_NATS),
)  # fmt: skip
"""Magnification over reference seconds, in nats, for body and tissue alike."""

TISSUE_SEEN_NATS = (2.9, 3.9)
"""Magnification between which the tissue appears, in the tumor's middle."""

TUMOR_FILLS_NATS = 5.1
"""Magnification from which the tumor's tissue fills the picture."""

WITHIN_OUTLINE = 0.95
"""Radius of the tissue in that of the tumor, whose outline has lobes."""

BODY_SPRITE_PIXELS = 1_600_000
"""Most pixels of a picture of the body: vessels that pass the camera as it goes in have sharp edges."""

BOUND_SHARE = 0.86
"""Share of its cue after which elacestrant is bound: the filled pocket is then looked at, with nothing else happening."""


class Travel(Motion):
    """Tablet, drug and view go on their way: calls `place` at every frame."""

    def __init__(self, place: Callable[[], None]) -> None:
        super().__init__()
        self._place = place

    def move(self, share: float) -> None:
        """Call `place`."""
        self._place()


class _JourneyScene(MoaScene):
    """The way of a drug by mouth, from the tablet to a cell."""

    reference_starts: tuple[float, ...] = CUE_STARTS_SECONDS
    """Reference seconds at which the shot and its cues begin."""
    drug_label = "elacestrant"
    """Name of the label of the drug in the tissue."""
    cells_zoom_from = math.inf
    """Reference second from which a zoom into the close-up decides how opaque the tissue is."""

    def reference_seconds(self) -> float:
        """Return the reference second of the frame being drawn."""
        return float(np.interp(self.seconds, self._starts, self.reference_starts))

    def play_journey(self, frames: int, *motions: Motion) -> None:
        """Play `frames` frames of the journey together with `motions`."""
        self.play_for(frames, Riding(self.update_journey), *motions)

    def during(self, begin: float, end: float, motion: Motion) -> Within:
        """Return `motion` between the reference seconds `begin` and `end`, for the play that begins now."""
        first, last = self.cue_span()
        return Within((begin - first) / (last - first), (end - first) / (last - first), motion)

    def label_fades(self, name: str, begin: float, end: float) -> list[Within]:
        """Return a label's fades at the reference seconds `begin` and `end`, as far as the present cue contains them."""
        first, last = self.cue_span()
        fades = []
        if first <= begin < last:
            fades.append(self.during(begin, begin + LABEL_FADE_SECONDS, Appear(self.labels[name])))
        if first < end <= last:
            fades.append(self.during(end - LABEL_FADE_SECONDS, end, Vanish(self.labels[name])))
        return fades

    def cue_span(self) -> tuple[float, float]:
        """Return the reference seconds at which the present cue begins and ends."""
        starts = self.reference_starts
        here = int(np.searchsorted(starts, self.reference_seconds() + 1e-3)) - 1
        return starts[here], starts[here + 1]

    def stage_journey(self) -> None:
        """Put body, tissue and cell on stage, with tablet, elacestrant, scale bar and labels."""
        self.room = Room()
        self.body = BodyFigure(*FIGURE_PIXELS)
        self.body.inside = 1.0
        self.body.sprite_pixels = BODY_SPRITE_PIXELS
        self.tablet = Tablet(TABLET_X.at(0), TABLET_Y.at(0), TABLET_LENGTH.at(0))
        stomach, bowel = drug_share("stomach"), drug_share("bowel")
        self.fallen_apart_at = stomach + STOMACH_SHARE * (bowel - stomach)
        rows = [(DISSOLVED_SECONDS[0], self.fallen_apart_at)]
        rows += [(second, drug_share(part)) for part, second in COURSE_SECONDS]
        self.drug = DrugInBody(
            self.body, Track(*rows, (AT_TUMOR_SECONDS, 1.0)), self.reference_seconds, self.seed + 8
        )
        self.tissue = TumorTissue(
            self,
            self.reference_seconds,
            seed=self.seed,
            begins=8.6,
            leaving=(9.9, 11.7),
            helix12_place=HELIX12_PLACES["agonist"],
        )
        self.gathering = TabletGathering(self, lambda: (self.tablet.x, self.tablet.y), self.seed + 11)
        self.add(self.room, self.body, self.drug, self.tablet, self.gathering)
        self.stage_cells()
        self.bar = ScaleBar(source=self.metres_per_pixel)
        self.add(self.bar)
        self.add_labels()

    def stage_cells(self) -> None:
        """Put the cells on stage."""
        self.tissue.add_to(self)

    def add_labels(self) -> None:
        """Add the labels of the way to the cell."""
        body, tissue = self.body, self.tissue
        self.add_label("tablet", Role.INK, on=lambda: (self.tablet.x, self.tablet.y))
        places = {
            "stomach": body_outline.STOMACH_MIDDLE,
            "bowel": body_outline.BOWEL,
            "liver": body_outline.LIVER,
            "arteries": body_outline.AORTIC_ARCH,
            "tumor": body_outline.TUMOR,
        }
        for name, place in places.items():
            self.add_label(name, Role.INK, on=partial(body.seen, place))
        self.add_label("capillary", Role.BLOOD, on=tissue.capillary_point)
        self.add_label(self.drug_label, Role.DRUG, on=tissue.speck_point)
        self.add_label("cell", Role.MEMBRANE, on=tissue.membrane_point)
        self.add_label("nucleus", Role.INK, on=tissue.nucleus_point)

    def metres_per_pixel(self) -> float:
        """Return metres for one design pixel of what is shown at this moment, before the close-up."""
        return BODY_METRES_PER_PIXEL / math.exp(NATS.at(self.reference_seconds()))

    def update_journey(self) -> None:
        """Set the view, the tablet and the scale bar for the frame being drawn."""
        now = self.reference_seconds()
        nats = NATS.at(now)
        self.place_tablet(now)
        self.drug.opacity = passing(now, *DISSOLVED_SECONDS) * (1.0 - passing(nats, 2.4, 3.4))
        tumor = self.body.place(body_outline.TUMOR)
        to_tissue, to_cell = passing(now, 7.6, 10.4), passing(now, 11.4, 12.6)
        at = tuple(
            a + (b - a) * to_tissue + (c - b) * to_cell
            for a, b, c in zip(tumor, TISSUE_AT, CELL_PLACE, strict=True)
        )
        # The way to the tissue is the shift, and not another target in each frame, for which the body would be painted anew.
        self.body.sight = Sight(tumor, TISSUE_AT, nats)
        self.body.sight.shift = to_tissue
        tissue = passing(nats, *TISSUE_SEEN_NATS)
        covered = nats > TUMOR_FILLS_NATS
        radius = WITHIN_OUTLINE * self.body.tumor_radius()
        self.tissue.mass_radius = None if covered else radius
        self.body.opacity = self.room.opacity = 0.0 if covered else 1.0
        # Set in every frame: one that is drawn alone during the zoom has no frame before it.
        sight = Sight(CELL_PLACE, (at[0], at[1]), nats - CELL_NATS)
        sight.shift = 1.0
        self.tissue.sight = sight
        if now < self.cells_zoom_from:
            self.tissue.opacity = tissue
        self.tissue.receptors.opacity = passing(nats, CELL_NATS - 1.0, CELL_NATS - 0.5)
        # No scale bar beside what is enlarged: the tablet, elacestrant in the tissue, receptors until one is to scale.
        self.bar.opacity = passing(now, 2.6, 3.0) * (1.0 - tissue)
        self.bar.blend = DIP_NATS * (passing(now, 6.9, 7.4) * (1 - passing(now, 12.2, 12.6)))

    def place_tablet(self, now: float) -> None:
        """Set the tablet at reference second `now`: it moves to the mouth and on to the stomach, where it disintegrates."""
        tablet = self.tablet
        tablet.x, tablet.y = TABLET_X.at(now), TABLET_Y.at(now)
        share = passing(now, *SWALLOWED_SECONDS)
        if share > 0.0:
            tablet.x, tablet.y = self.body.seen(drug_place(share * self.fallen_apart_at))
        tablet.size = TABLET_LENGTH.at(now)
        tablet.angle = 0.3 * (1.0 - passing(now, 0.4, 1.1)) + 90.0 * passing(now, 1.65, 2.0)
        self.gathering.share = passing(now, *GATHERED_SECONDS)
        tablet.opacity = self.gathering.tablet_opacity * (1.0 - passing(now, *DISSOLVED_SECONDS))

    def to_the_stomach(self, cue: CueClock) -> None:
        """Play the tablet's way."""
        self.play_journey(
            cue.frames,
            key(self.during(*SWALLOWED_SECONDS, Travel(self.update_journey))),
            *self.label_fades("tablet", 0.8, 1.95),
            *self.label_fades("stomach", 2.05, 3.3),
            *self.label_fades("bowel", 3.4, 4.85),
        )

    def to_the_tumor(self) -> list[Motion]:
        """Return the way with the blood, and its labels until the capillary."""
        return [
            key(self.during(5.0, AT_TUMOR_SECONDS, Travel(self.update_journey))),
            *self.label_fades("liver", 5.05, 7.0),
            *self.label_fades("arteries", 6.3, 8.6),
            *self.label_fades("tumor", 7.2, 9.0),
        ]


class Binding(_JourneyScene):
    """Body, tumor, capillary, cell, nucleus, pocket; estradiol leaves, the drug binds."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug", "coactivator_helix"],
        "schematic": "body figure, tablet, vessels; cells",
        "cues": {
            "specifically": (2.6, "", "A tablet comes to a woman, and goes down to her stomach"),
            "blood": (
                6.9,
                "",
                "The drug passes the bowel and the liver, and goes with the blood to a tumor, a cell and its nucleus",
            ),
            "leaves": (5.4, "", "The coactivator and estradiol leave, helix 12 loosens"),
            "binds": (7.1, "", "The drug enters the open pocket"),
        },
        "labels": {
            "tablet": "tablet",
            "stomach": "stomach",
            "bowel": "small bowel",
            "liver": "liver",
            "arteries": "blood goes everywhere",
            "tumor": "breast tumor",
            "capillary": "capillary",
            "elacestrant": "{drug}",
            "cell": "cancer cell",
            "nucleus": "nucleus",
            "receptor": "estrogen receptor",
            "leaves": "estradiol leaves",
            "coactivator": "coactivator",
            "pocket": "open pocket",
            "helix12": "helix 12 loose: a model",
        },
        "lead_seconds": 0.5,
        "tail_seconds": 0.3,
        "seed": 538,
        "facts": ["oral"],
    }

    cells_zoom_from = ZOOM_BEGINS

    def construct(self) -> None:
        """Play the shot's four cues."""
        starts = [self.start_of(name) for name in ("specifically", "blood", "leaves", "binds")]
        self._starts = [0.0, *(float(self.rate.seconds(start)) for start in starts)]
        exchange = self.exchange = LigandExchange(self)
        self.molecule_view, self.receptor, self.elacestrant = exchange.view, exchange.receptor, exchange.drug
        self.estradiol, self.coactivator = exchange.estradiol, exchange.coactivator
        self.coactivator_body = exchange.coactivator_body
        self.stage_journey()
        self.update_journey()
        self.play_journey(self.lead())
        with self.cue("specifically") as cue:
            self.to_the_stomach(cue)
        with self.cue("blood") as cue:
            self.play_journey(
                cue.frames,
                *self.to_the_tumor(),
                *self.label_fades("capillary", 10.5, 12.0),
                *self.label_fades("elacestrant", 10.6, 12.0),
                *self.label_fades("cell", 12.0, 13.2),
                *self.label_fades("nucleus", 12.1, 13.2),
                *self.label_fades("receptor", 13.2, 14.75),
                self.during(ZOOM_BEGINS, ZOOM_ENDS, self.zoom.inwards(ease=evenly)),
            )
        with self.cue("leaves") as cue:
            self.estradiol_leaves(cue.frames)
        with self.cue("binds") as cue:
            self.elacestrant_binds(cue.frames)
        self.hold(self.tail())

    def stage_cells(self) -> None:
        """Put the cells on stage, joined to the close-up."""
        self.zoom = NucleusZoom(self, self.tissue, self.molecule_view)
        self.add(self.coactivator_body)

    def add_labels(self) -> None:
        """Add the labels of the journey and of the pocket."""
        super().add_labels()
        view, receptors = self.molecule_view, self.tissue.receptors
        self.add_label("receptor", Role.RECEPTOR, on=lambda: receptors.place(receptors.hero))
        self.add_label("leaves", Role.ESTRADIOL, on=view.seen(self.estradiol, "centre"))
        helper = self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(self.coactivator, "centre"))
        helper.stand(lambda: DOCKED_LABEL_AT)
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        self.add_label("pocket", Role.INK, on=view.seen(self.receptor, "pocket"))
        self.add_label("elacestrant", Role.DRUG, on=view.seen(self.elacestrant, "centre"), key="bound")

    def metres_per_pixel(self) -> float:
        """Return metres for one design pixel of what is shown at this moment."""
        if self.reference_seconds() < ZOOM_BEGINS + 0.4:
            return super().metres_per_pixel()
        return ANGSTROM_METRES / self.molecule_view.view.scale

    def estradiol_leaves(self, frames: int) -> None:
        """The coactivator and then estradiol leave by themselves; helix 12 loosens; the camera goes to the pocket."""
        self.zoom.arrived()
        self.remove(self.room, self.body, self.drug, self.tablet, self.gathering)
        self.play_for(
            frames,
            *self.exchange.leaves(),
            self.during(*BAR_AGAIN_SECONDS, Appear(self.bar)),
            *self.label_fades("coactivator", 15.0, 16.3),
            *self.label_fades("leaves", 16.6, 18.2),
            *self.label_fades("helix12", 18.0, 19.75),
            *self.label_fades("pocket", 19.2, 99.0),
        )
        self.exchange.has_left()

    def elacestrant_binds(self, frames: int) -> None:
        """An elacestrant arrives, misses the pocket once, then enters it and binds; the filled pocket stands."""
        self.play_for(
            frames,
            *self.exchange.binds(until=BOUND_SHARE),
            hide(self.labels["pocket"], 0.18, 0.24),
            show(self.labels["bound"], 0.60, 0.65, until=(0.95, 0.99)),
        )


class ByMouth(_JourneyScene):
    """A tablet, and the drug's way with the blood to a tumor, into a cell: how a drug by mouth gets there."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug"],
        "schematic": "body figure, tablet, vessels; cells",
        "cues": {
            "taken": (
                5.9,
                "tablet pill capsule oral mouth swallow",
                "Of the drug a tablet is made, which comes to a woman and goes down to her stomach",
            ),
            "blood": (
                9.6,
                "blood bloodstream bowel gut intestine stomach liver absorbed absorption circulates",
                "The drug passes the bowel and the liver, and goes with the blood to a tumor, and into a cell",
            ),
        },
        "labels": {
            "tablet": "tablet",
            "stomach": "stomach",
            "bowel": "small bowel",
            "liver": "liver",
            "arteries": "blood goes everywhere",
            "tumor": "breast tumor",
            "capillary": "capillary",
            "drug": "{drug}",
            "cell": "cell",
            "nucleus": "nucleus",
        },
        "lead_seconds": 0.5,
        "tail_seconds": 0.3,
        "seed": 538,
        "facts": ["oral"],
    }
    reference_starts = (*CUE_STARTS_SECONDS[:3], IN_CELL_SECONDS)
    drug_label = "drug"

    def construct(self) -> None:
        """Play the journey's two cues; the view rests at the cell."""
        shot = self.context.shot
        ends = shot.relative(shot.tail).start
        starts = [self.start_of("taken"), self.start_of("blood"), ends]
        self._starts = [0.0, *(float(self.rate.seconds(start)) for start in starts)]
        self.stage_journey()
        self.update_journey()
        self.hold(self.lead(), Riding(self.update_journey))
        with self.cue("taken") as cue:
            self.to_the_stomach(cue)
        with self.cue("blood") as cue:
            self.play_journey(
                cue.frames,
                *self.to_the_tumor(),
                *self.label_fades("capillary", 10.3, 12.0),
                *self.label_fades("drug", 10.4, 12.0),
                *self.label_fades("cell", 12.0, 13.6),
                *self.label_fades("nucleus", 12.1, 13.65),
            )
        self.hold(self.tail(), Riding(self.update_journey))

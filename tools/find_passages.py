"""Find a path out of the pocket for each shipped ligand and print its waypoints, for `molecule/ligand_paths.py`.

Run: python tools/find_passages.py
"""

from __future__ import annotations

from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.ligand_paths import OPEN_AT
from moa_anim.molecule.passage_search import found_passage, obstacles_near
from moa_anim.molecule.structure import receptor_tables

EXITS = {
    # ligand: (goal outside, Å in the stage frame; least distance to a backbone atom, Å; how much nearer a Cβ may be, Å)
    "estradiol": ((42.0, 2.0, 14.0), 3.3, 0.4),
    "drug": ((42.0, 2.0, 14.0), 2.9, 0.3),
}


def main() -> None:
    """Find the paths and print them."""
    path = helix12_path()
    for name, (goal, least, nearer) in EXITS.items():
        ligand = receptor_tables().ligands[name].positions
        obstacles, backbone = obstacles_near(
            path.receptor.atoms, path.atoms_at(OPEN_AT[name]), ligand, nearer
        )
        passage = found_passage(ligand, obstacles, backbone, goal, least)
        if passage is None:
            raise SystemExit(f"no path out of the pocket for {name} with {least} Å of clearance")
        print(f"    # no heavy atom nearer than {passage.room_angstrom:.2f} Å to a backbone atom")
        print(f'    "{name}": (')
        for row in passage.waypoints:
            print("        (" + ", ".join(f"{value:.3f}" for value in row) + "),")
        print("    ),", flush=True)


if __name__ == "__main__":
    main()

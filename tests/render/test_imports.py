"""Planning, composing and checking need no Manim: it is loaded only where frames are drawn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import moa_anim

RENDER = Path(moa_anim.__file__).parent / "render"


def test_no_module_of_the_room_but_draw_loads_manim_when_it_is_imported() -> None:
    modules = [
        ".".join(("moa_anim", "render", *path.relative_to(RENDER).with_suffix("").parts))
        for path in sorted(RENDER.rglob("*.py"))
        if path.name not in ("__init__.py", "draw.py")
    ]
    assert "moa_anim.render.cluster.worker" in modules
    code = f"import sys, {', '.join(modules)}; sys.exit('manim' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0

"""The benchmark runs and writes its file; the quickest of its keys only."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "tools" / "bench.py"

pytestmark = pytest.mark.slow


def test_two_keys_are_measured_printed_and_written(tmp_path: Path) -> None:
    out = tmp_path / "new" / "bench.json"
    words = ["--only", "help_s,plan_s", "--work", str(tmp_path / "work"), "--out", str(out)]
    ran = subprocess.run(
        [sys.executable, str(BENCH), *words], capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    written = json.loads(out.read_text(encoding="utf-8"))
    assert 0 < written["help_s"] < written["plan_s"]
    assert set(written["goals"]) == {"help_s", "plan_s"}
    for key in ("help_s", "plan_s"):
        assert f"{key} " in ran.stdout

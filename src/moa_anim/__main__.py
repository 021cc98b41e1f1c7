"""`python -m moa_anim`."""

from __future__ import annotations

import sys

from moa_anim.cli import main

sys.exit(main())

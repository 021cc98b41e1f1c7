"""`python -m moa_anim`."""

import os
import sys

# Python has put the working folder first on the path: whatever lies there would be imported instead of Python's own
# modules. It stays only where this package itself is run from it. (`from __future__` would import a module, too.)
if not sys.flags.safe_path and sys.path[:1] != [os.path.dirname(os.path.dirname(__file__))]:
    del sys.path[:1]

from moa_anim.cli.commands import main

sys.exit(main())

"""Entry point of `python -m moa_anim`."""

import os
import sys

# Python has put the working folder first on sys.path: a file there could replace a module of the standard library.
# It is removed unless this package itself is imported from it. (No `from __future__`: that would import a module, too.)
if not sys.flags.safe_path and sys.path[:1] != [os.path.dirname(os.path.dirname(__file__))]:
    del sys.path[:1]

from moa_anim.cli.commands import main

sys.exit(main())

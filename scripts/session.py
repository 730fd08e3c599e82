"""Runs Kneadcast on a machine without it: `python3 scripts/session.py [ARGUMENTS OF kneadcast]`.

Requires only Python 3.10 or newer. The first run creates a private environment in `.venv`, which later runs use.
Without arguments it builds the default session, as `kneadcast build` does.
"""

import sys

# Older versions of Python must be able to parse this file, so that it can print the error.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("Kneadcast needs Python 3.10 or newer, and this is " + sys.version.split()[0] + ": get it at python.org.")

import _environment

if __name__ == "__main__":
    sys.exit(_environment.start("kneadcast", sys.argv[1:] or ["build"]))

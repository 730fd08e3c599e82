"""Makes a session on a fresh machine: `python3 scripts/session.py [ARGUMENTS OF kneadcast]`.

Needs Python 3.10 or newer and nothing else. The first run makes a private environment in `.venv`; from then on it
starts at once. Without arguments it builds the default session, as `kneadcast build` does.
"""

import sys

# This file alone must be readable to any older Python, so that it can say what is wrong.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("Kneadcast needs Python 3.10 or newer, and this is " + sys.version.split()[0] + ": get it at python.org.")

import _environment

if __name__ == "__main__":
    sys.exit(_environment.start("kneadcast", sys.argv[1:] or ["build"]))

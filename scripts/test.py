"""Checks the project on a fresh machine: `python3 scripts/test.py [--all] [-- ARGUMENTS OF pytest]`.

Needs Python 3.10 or newer and nothing else: the tools are installed in the private environment `.venv`. With `--all`
the slow proofs run too.
"""

import sys

# This file alone must be readable to any older Python, so that it can say what is wrong.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("Kneadcast needs Python 3.10 or newer, and this is " + sys.version.split()[0] + ": get it at python.org.")

import _checks

if __name__ == "__main__":
    sys.exit(_checks.main(sys.argv[1:]))

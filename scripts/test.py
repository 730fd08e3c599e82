"""Runs all checks of the project: `python3 scripts/test.py [--all | --faults] [-- ARGUMENTS OF pytest]`.

Requires only Python 3.10 or newer; the tools are installed in the private environment `.venv`. With `--all`, the tests
that are marked as slow run as well. With `--faults`, only the fault campaign runs, which is a part of these.
"""

import sys

# Older versions of Python must be able to parse this file, so that it can print the error.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("Kneadcast needs Python 3.10 or newer, and this is " + sys.version.split()[0] + ": get it at python.org.")

import _checks

if __name__ == "__main__":
    sys.exit(_checks.main(sys.argv[1:]))

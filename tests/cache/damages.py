"""What can happen to the entries of a cache: every damage of their content, and whatever can take their place."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kneadcast.cache.entries import write_entry

Damage = Callable[[Path], object]
"""Damages an entry."""


def _content(change: Callable[[bytes], bytes]) -> Damage:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _flipped(share: float) -> Damage:
    """Flips a bit at a share of the entry."""

    def flip(content: bytes) -> bytes:
        at = min(int(len(content) * share), len(content) - 1)
        return content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :]

    return _content(flip)


def _patched(at: int, value: bytes) -> Damage:
    """Replaces bytes; in a clip, those of a field of the header."""
    return _content(lambda content: content[:at] + value + content[at + len(value) :])


def _replaced(make: Callable[[Path], object]) -> Damage:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


def _sparse(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(10_000_000_000)


def _linked_to_a_copy(path: Path) -> None:
    copy = path.parent.parent.parent / f"{path.name}.copy"
    path.rename(copy)
    path.symlink_to(copy)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def _other_seal(content: bytes) -> bytes:
    payload, _, seal = content.rstrip(b"\n").rpartition(b"\n")
    return payload + b"\n" + json.dumps({**json.loads(seal), "format": 1}).encode() + b"\n"


CONTENT: Mapping[str, Damage] = {
    "empty": _content(lambda _: b""),
    "one-byte": _content(lambda content: content[:1]),
    "half": _content(lambda content: content[: len(content) // 2]),
    "without-last-byte": _content(lambda content: content[:-1]),
    "without-first-byte": _content(lambda content: content[1:]),
    "without-seal": _content(lambda content: content.rstrip(b"\n").rpartition(b"\n")[0]),
    "seal-alone": _content(lambda content: content.rstrip(b"\n").rpartition(b"\n")[2]),
    "seal-of-another-format": _content(_other_seal),
    "one-byte-more": _content(lambda content: content + b"\n"),
    "twice": _content(lambda content: content * 2),
    "zeroed": _content(lambda content: bytes(len(content))),
    "zeroed-page": _content(lambda content: content[:32] + bytes(32) + content[64:]),
    "zeroed-end": _content(lambda content: content[:-64] + bytes(64)),
    "noise": _content(lambda content: b"\xff\x00\x80\n" * (len(content) // 4)),
    "text": _content(lambda _: b"RIFF of course"),
    **{f"flipped-at-{share:g}": _flipped(share) for share in (0, 0.1, 0.5, 0.9, 1)},
    "wrong-channels": _patched(22, b"\x02\x00"),
    "wrong-rate": _patched(24, b"\x80\xbb\x00\x00"),
    "wrong-length": _patched(40, b"\xff\xff\xff\x7f"),
    **{
        f"json-{name}": _content(lambda _, text=text: text.encode())  # type: ignore[misc]
        for name, text in {
            "null": "null",
            "number": "7",
            "nan": '{"rate": NaN, "wpm": NaN, "ms_per_letter": NaN, "This is the first line of words.": NaN}',
            "infinity": '{"rate": 100, "wpm": Infinity, "ms_per_letter": Infinity}',
            "negative": '{"rate": -1, "wpm": -1, "ms_per_letter": -1, "This is the first line of words.": -1}',
            "huge": '{"rate": 9, "wpm": 1e400, "ms_per_letter": 1, "This is the first line of words.": 1'
            + "0" * 400
            + "}",
            "digits": "9" * 10_000,
            "nested": "[" * 100_000,
            "wrong-types": '[{"id": 1, "name": [], "languages": {}}]',
        }.items()
    },
}
PLACES: Mapping[str, Damage] = {
    "missing": lambda path: path.unlink(),
    "folder": _replaced(lambda path: path.mkdir()),
    "link-to-itself": _replaced(lambda path: path.symlink_to(path.name)),
    "link-to-nothing": _replaced(lambda path: path.symlink_to("nothing")),
    "link-to-a-device": _replaced(lambda path: path.symlink_to("/dev/zero")),
    "link-to-a-folder": _replaced(lambda path: path.symlink_to(path.parent)),
    "link-to-a-copy": _linked_to_a_copy,
    "sparse-10-gb": _sparse,
    "unreadable": lambda path: path.chmod(0),
}
if sys.platform != "win32":
    PLACES = {**PLACES, "fifo": _replaced(os.mkfifo), "socket": _replaced(_socket)}
LASTING: Mapping[str, Damage] = {"folder-with-files": _replaced(_folder)}
"""What is not removed, because it may be the user's. A build goes on without the entries."""

FORGERIES: Mapping[str, bytes] = {
    "nan": b'{"rate": 100, "wpm": NaN, "ms_per_letter": 90.0}',
    "negative": b'{"rate": -1, "wpm": 118.0, "ms_per_letter": 90.0, "This is the first line of words.": -1}',
    "huge": b'{"rate": 100, "wpm": 1e400, "ms_per_letter": 90.0, "This is the first line of words.": 1'
    + b"0" * 400
    + b"}",
    "nested": b"[" * 100_000,
    "wrong-types": b'[{"id": 1, "name": [], "languages": {}}]',
    "stereo": b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x40\x1f\0\0\0\x7d\0\0\x04\0\x10\0data\x04\0\0\0\0\0\0\0",
    "empty": b"",
}
"""Payloads that no build writes, for entries with a seal that holds."""


def forge(path: Path, payload: bytes) -> None:
    write_entry(path, path.stem, payload)

"""The table of keys, in the help text and on the page about live sessions."""

from __future__ import annotations

import re
from pathlib import Path

from kneadcast.cli.player_keys import KEYS, MEDIA_KEYS, find_key
from tests.cli.runner import run

PAGE = Path(__file__).parents[2] / "docs" / "live-sessions.md"


def test_the_page_lists_every_key_with_what_it_does_and_whether_files_have_it() -> None:
    rows = re.findall(r"^\| (.*?) ?\| (.*?) ?\| (.*) \| (yes|no) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    media = [next((MEDIA_KEYS[name] for name in key.names if name in MEDIA_KEYS), "") for key in KEYS]
    assert rows == [
        (key.in_words, other, key.effect, "yes" if key.in_files else "no")
        for key, other in zip(KEYS, media, strict=True)
    ]


def test_the_help_text_explains_every_key_of_the_keyboard() -> None:
    text = " ".join(run("play", "--help").stdout.split())
    assert [key.effect for key in KEYS if key.in_words and f"{key.in_words}: {key.effect}" not in text] == []


def test_a_letter_is_the_same_key_with_caps_lock_and_other_keys_have_no_meaning() -> None:
    assert find_key("S") == find_key("s") is not None
    assert [find_key(name) for name in ("z", "\x1b[A", "\x1b[57433u", "")] == [None] * 4

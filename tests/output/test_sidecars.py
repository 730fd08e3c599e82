"""The files next to a session."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from kneadcast.choices import PageAudio, SidecarName
from kneadcast.errors import OutputError
from kneadcast.output.chapters import chapters_of
from kneadcast.output.sidecars import FinishedSession, check_sidecars, write_sidecars
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from tests.output.sessions import session

NAMES: tuple[SidecarName, ...] = get_args(SidecarName)
SUFFIXES = (".md", ".vtt", ".srt", ".lrc", ".html", ".png")
SOUND = b"the sound of the session"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Returns a file that stands in for the sound."""
    path = tmp_path / "my session.mp3"
    path.write_bytes(SOUND)
    return path


def finished(sound: Path, page_audio: PageAudio = "beside") -> FinishedSession:
    return FinishedSession(session(), chapters_of(session()), sound, "off", page_audio)


def test_every_sidecar_has_the_name_of_the_session_and_a_suffix_of_its_own(
    finished_file: Callable[[str], Path], tmp_path: Path
) -> None:
    sound = tmp_path / "my session.flac"
    sound.write_bytes(finished_file("flac").read_bytes())
    paths = write_sidecars(NAMES, finished(sound))
    assert paths == tuple(sound.with_suffix(suffix) for suffix in SUFFIXES)
    assert sorted(tmp_path.iterdir()) == sorted([sound, *paths])
    assert all(path.stat().st_size > 200 for path in paths)


def test_texts_are_utf_8_with_the_same_line_ends_everywhere(sound: Path) -> None:
    written = write_sidecars(["transcript", "captions", "lyrics"], finished(sound))
    texts = [text_of(session()) for text_of in (to_markdown, to_vtt, to_srt, to_lrc)]
    assert [path.read_bytes().decode() for path in written] == texts


def test_a_sidecar_that_is_named_twice_is_written_once_and_in_the_order_of_the_names(sound: Path) -> None:
    paths = write_sidecars(["lyrics", "transcript", "lyrics"], finished(sound))
    assert [path.suffix for path in paths] == [".lrc", ".md"]


def test_the_page_refers_to_the_sound_or_contains_it(sound: Path) -> None:
    coded = base64.b64encode(SOUND).decode()
    (page,) = write_sidecars(["page"], finished(sound))
    assert 'src="my%20session.mp3"' in page.read_text(encoding="utf-8")
    assert coded not in page.read_text(encoding="utf-8")
    write_sidecars(["page"], finished(sound, "inside"))
    assert "my%20session.mp3" not in page.read_text(encoding="utf-8")
    assert coded in page.read_text(encoding="utf-8")


def test_a_sidecar_that_fails_leaves_the_one_before(sound: Path) -> None:
    picture = sound.with_suffix(".png")
    picture.write_bytes(b"an earlier picture")
    with pytest.raises(OutputError, match="cannot be decoded"):
        write_sidecars(["plot"], finished(sound))
    assert picture.read_bytes() == b"an earlier picture"
    assert sorted(sound.parent.iterdir()) == sorted([sound, picture])


@pytest.mark.parametrize("existing", [".vtt", ".srt"])
def test_no_file_of_a_sidecar_is_replaced_unless_it_belongs_to_the_session(sound: Path, existing: str) -> None:
    check_sidecars(["transcript", "captions"], sound, replaceable=False)
    sound.with_suffix(existing).write_text("mine", encoding="utf-8")
    check_sidecars(["transcript"], sound, replaceable=False)
    with pytest.raises(OutputError, match=rf"my session{existing}' already exists"):
        check_sidecars(["transcript", "captions"], sound, replaceable=False)
    check_sidecars(["transcript", "captions"], sound, replaceable=True)


@pytest.mark.parametrize("replaceable", [False, True])
def test_a_sidecar_that_does_not_exist_is_refused_with_those_that_do(sound: Path, replaceable: bool) -> None:
    with pytest.raises(OutputError, match=rf"'pages' \(did you mean 'page'\?\); known: {', '.join(NAMES)}"):
        check_sidecars(["page", "pages"], sound, replaceable=replaceable)

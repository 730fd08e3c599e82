"""The files next to a session."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import pytest

from kneadcast.choices import PageAudio, SidecarName
from kneadcast.errors import OutputError
from kneadcast.output.chapters import chapters_of
from kneadcast.output.seals import is_sealed
from kneadcast.output.sidecars import FinishedSession, sidecar_targets, write_sidecars
from kneadcast.output.targets import Target, check_targets
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.staged_files import staged_files
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


def write(names: Sequence[str], session: FinishedSession) -> tuple[Path, ...]:
    """Writes sidecars next to the sound."""
    with staged_files() as files:
        return write_sidecars(names, session, session.sound, files)
    raise AssertionError


def test_every_sidecar_has_the_name_of_the_session_and_a_suffix_of_its_own(
    finished_file: Callable[[str], Path], tmp_path: Path
) -> None:
    sound = tmp_path / "my session.flac"
    sound.write_bytes(finished_file("flac").read_bytes())
    paths = write(NAMES, finished(sound))
    assert paths == tuple(sound.with_suffix(suffix) for suffix in SUFFIXES)
    assert sorted(tmp_path.iterdir()) == sorted([sound, *paths])
    assert all(path.stat().st_size > 200 for path in paths)


def test_texts_are_utf_8_with_the_same_line_ends_everywhere(sound: Path) -> None:
    written = write(["transcript", "captions", "lyrics"], finished(sound))
    texts = [text_of(session()) for text_of in (to_markdown, to_vtt, to_srt, to_lrc)]
    for path, text in zip(written, texts, strict=True):
        assert path.read_bytes().decode().startswith(text)
        assert b"\r" not in path.read_bytes()


def test_a_sidecar_that_is_named_twice_is_written_once_and_in_the_order_of_the_names(sound: Path) -> None:
    paths = write(["lyrics", "transcript", "lyrics"], finished(sound))
    assert [path.suffix for path in paths] == [".lrc", ".md"]


def test_the_page_refers_to_the_sound_or_contains_it_as_it_is(sound: Path) -> None:
    coded = base64.b64encode(SOUND).decode()
    (page,) = write(["page"], finished(sound))
    assert 'src="my%20session.mp3"' in page.read_text(encoding="utf-8")
    assert coded not in page.read_text(encoding="utf-8")
    write(["page"], finished(sound, "inside-full"))
    assert "my%20session.mp3" not in page.read_text(encoding="utf-8")
    assert coded in page.read_text(encoding="utf-8")


def test_the_page_contains_the_sound_small_and_nothing_else_is_left(
    finished_file: Callable[[str], Path], tmp_path: Path
) -> None:
    sound = tmp_path / "my session.wav"
    sound.write_bytes(finished_file("wav").read_bytes())
    (page,) = write(["page"], finished(sound, "inside"))
    assert 'data-type="audio/mpeg"' in page.read_text(encoding="utf-8")
    assert page.stat().st_size < sound.stat().st_size / 4
    assert sorted(tmp_path.iterdir()) == sorted([sound, page])


def test_a_page_of_sound_that_cannot_be_made_small_is_not_written(sound: Path) -> None:
    with pytest.raises(OutputError, match="cannot be decoded"):
        write(["page"], finished(sound, "inside"))
    assert list(sound.parent.iterdir()) == [sound]


def test_a_file_with_any_suffix_can_be_inside_its_page(tmp_path: Path) -> None:
    sound = tmp_path / "session.sound"
    sound.write_bytes(SOUND)
    (page,) = write(["page"], finished(sound, "inside-full"))
    # Browsers look at the sound itself if its type is not stated.
    assert f'data-type="">{base64.b64encode(SOUND).decode()}<' in page.read_text(encoding="utf-8")


def test_a_sidecar_that_fails_leaves_the_one_before(sound: Path) -> None:
    picture = sound.with_suffix(".png")
    picture.write_bytes(b"an earlier picture")
    with pytest.raises(OutputError, match="cannot be decoded"):
        write(["plot"], finished(sound))
    assert picture.read_bytes() == b"an earlier picture"
    assert sorted(sound.parent.iterdir()) == sorted([sound, picture])


@pytest.mark.parametrize("name", NAMES)
def test_a_sidecar_may_be_made_anew_unless_somebody_has_changed_it(
    finished_file: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    sound = tmp_path / "my session.mp3"
    sound.write_bytes(finished_file("mp3").read_bytes())
    for path in write([name], finished(sound)):
        check_targets(sidecar_targets([name], sound))
        original = path.read_bytes()
        for edited in (original + b"mine\n", original.replace(original[40:41], b"?", 1), b"mine"):
            path.write_bytes(edited)
            assert not is_sealed(path)
            with pytest.raises(OutputError, match=rf"my session{path.suffix}' already exists and was not made by"):
                check_targets(sidecar_targets([name], sound))
            check_targets(sidecar_targets([name], sound), force=True)
        path.write_bytes(original)


def test_captions_in_either_format_are_recognised_without_the_other(sound: Path) -> None:
    for kept in (0, 1):
        paths = write(["captions"], finished(sound))
        paths[1 - kept].unlink()
        assert is_sealed(paths[kept])


def test_a_session_and_its_sidecars_need_different_names(tmp_path: Path) -> None:
    for name, suffix in (("page", ".html"), ("transcript", ".md"), ("captions", ".srt"), ("lyrics", ".LRC")):
        sound = tmp_path / f"session{suffix}"
        targets = [Target(sound, "the session"), *sidecar_targets([name], sound)]
        with pytest.raises(OutputError, match=f"the session and the {name} would have the same name"):
            check_targets(targets, force=True)


def test_a_sidecar_that_does_not_exist_is_refused_with_those_that_do(sound: Path) -> None:
    with pytest.raises(OutputError, match=rf"'pages' \(did you mean 'page'\?\); known: {', '.join(NAMES)}"):
        sidecar_targets(["page", "pages"], sound)

"""Playback of a session from any moment on."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.errors import OutputError
from kneadcast.playback import MixedPlayback, is_written, open_written
from kneadcast.routine.library import find_routine
from kneadcast.script.file import to_yaml
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment, Mono
from kneadcast.sound.voices import LevelledVoice, SpokenClip
from kneadcast.units import frames_at
from tests.output import sessions
from tests.short_session import LENGTH_MS, ROUTINE, compiled

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")

RING_MS = 10_000
"""No chime rings and no sentence lasts for longer, so that of what began earlier nothing is heard after this time."""
FRAME_BYTES = CHANNELS * SAMPLE_WIDTH


def raw(block: AudioSegment) -> bytes:
    return bytes(block.raw_data)


@pytest.fixture(scope="module")
def playback() -> MixedPlayback:
    return MixedPlayback(compiled())


@pytest.fixture(scope="module")
def whole(playback: MixedPlayback) -> bytes:
    """Returns the mix of the complete session."""
    compiled = playback.compiled
    whole_mix = Mix(compiled.script, compiled.narration, compiled.template, kept_sound())
    return b"".join(block.raw_data for block in whole_mix.blocks())


def test_a_session_is_played_as_it_is_written(playback: MixedPlayback, whole: bytes) -> None:
    assert b"".join(block.raw_data for block in playback.blocks_from(0)) == whole


@settings(max_examples=8)
@given(at_ms=st.integers(LENGTH_MS // 2, LENGTH_MS - 1).map(lambda moment: moment // 10 * 10))
def test_from_any_moment_on_the_rest_of_the_session_is_played(
    playback: MixedPlayback, whole: bytes, at_ms: int
) -> None:
    rest = b"".join(block.raw_data for block in playback.blocks_from(at_ms))
    assert len(rest) == len(whole) - frames_at(at_ms, FRAME_RATE) * FRAME_BYTES
    begun_later = max(0, len(rest) - frames_at(RING_MS, FRAME_RATE) * FRAME_BYTES)
    assert rest[len(rest) - begun_later :] == whole[len(whole) - begun_later :]


def test_a_block_is_mixed_when_it_is_requested(playback: MixedPlayback, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[SpokenClip] = []
    render = LevelledVoice._render

    def note_and_render(voice: LevelledVoice, spoken: SpokenClip) -> Mono:
        rendered.append(spoken)
        return render(voice, spoken)

    monkeypatch.setattr(LevelledVoice, "_render", note_and_render)
    first_word_ms = next(cue.at_ms for cue in playback.script.cues if cue.text)
    blocks = playback.blocks_from(0)
    list(islice(blocks, first_word_ms // 1000))
    assert rendered == []
    next(blocks)
    assert len(rendered) == 1


def test_the_end_of_a_session_has_no_blocks(playback: MixedPlayback) -> None:
    assert list(playback.blocks_from(LENGTH_MS)) == []


def test_without_sound_a_script_lasts_as_long(playback: MixedPlayback, tmp_path: Path) -> None:
    """From any moment on, its silence has the frames of its sound."""
    path = tmp_path / "mine.yaml"
    path.write_text(to_yaml(playback.script), encoding="utf-8")
    silent = open_written(path, silent=True)
    assert silent.script == playback.script
    for at_ms in (0, 1_234, LENGTH_MS - 10, LENGTH_MS):
        data = b"".join(block.raw_data for block in silent.blocks_from(at_ms))
        assert data == bytes((frames_at(LENGTH_MS, FRAME_RATE) - frames_at(at_ms, FRAME_RATE)) * FRAME_BYTES)


def test_a_script_file_is_played_as_it_is_written(playback: MixedPlayback, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(to_yaml(playback.script), encoding="utf-8")
    assert is_written(path)
    opened = open_written(path)
    assert opened.script == playback.script
    assert b"".join(map(raw, opened.blocks_from(0))) == b"".join(map(raw, playback.blocks_from(0)))


@pytest.mark.parametrize("name", ["session.wav", "session.flac"])
def test_a_finished_session_is_played_from_any_moment_on(tmp_path: Path, name: str) -> None:
    path = sessions.written(tmp_path, name=name)
    opened = open_written(path)
    assert opened.script == sessions.session()
    whole = b"".join(map(raw, opened.blocks_from(0)))
    assert len(whole) == frames_at(sessions.LENGTH_MS, FRAME_RATE) * FRAME_BYTES
    for at_ms in (10, 12_345, sessions.LENGTH_MS - 10):
        assert b"".join(map(raw, opened.blocks_from(at_ms))) == whole[frames_at(at_ms, FRAME_RATE) * FRAME_BYTES :]


@pytest.mark.parametrize("silent", [False, True])
def test_a_file_without_a_script_is_refused(tmp_path: Path, silent: bool) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"a song")
    assert is_written(path)
    with pytest.raises(OutputError, match=r"song\.mp3' carries no Kneadcast script"):
        open_written(path, silent=silent)


def test_a_routine_is_not_taken_for_a_script() -> None:
    assert not is_written(ROUTINE)
    assert not is_written(find_routine(ROUTINE))


def test_without_sound_a_file_is_neither_decoded_nor_spoken(
    playback: MixedPlayback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished, script = sessions.written(tmp_path, name="session.wav"), tmp_path / "mine.yaml"
    script.write_text(to_yaml(playback.script), encoding="utf-8")
    monkeypatch.setattr("kneadcast.playback.compile_written", None)
    monkeypatch.setattr("kneadcast.output.decoded_blocks", None, raising=False)
    for path in (finished, script):
        assert not any(map(any, map(raw, open_written(path, silent=True).blocks_from(10_000))))

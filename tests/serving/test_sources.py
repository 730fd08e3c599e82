"""What is to be shared, as it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast import Options
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.errors import ServingError
from kneadcast.serving.sources import Source, check_sources, shared_sessions
from tests.output.sessions import written
from tests.short_session import OPTIONS


def test_a_file_that_exists_or_has_the_suffix_of_a_session_is_no_routine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "relaxing").mkdir()
    (tmp_path / "classical").touch()
    names = ("relaxing", "classical", "no.mp3", "no.OPUS", "mine.yaml", "toes-to-hip", "nul\0")
    assert [Source(name).is_routine for name in names] == [True, False, False, False, True, True, True]


def test_every_problem_of_every_name_is_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"ID3 of somebody else")
    (tmp_path / "text.txt").write_text("mine")
    fine = written(tmp_path)
    names = [str(tmp_path / name) for name in ("song.mp3", "text.txt", "no.mp3")]
    with pytest.raises(ServingError) as caught:
        check_sources([Source(name) for name in (*names, str(fine), "toes-to-hop", "toes-to-hip")], Options())
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert "text.txt' carries no Kneadcast script" in lines[1]
    assert "did you mean 'toes-to-hip'" in lines[3]


def test_a_session_whose_name_no_browser_understands_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path).rename(tmp_path / "session.bin")
    with pytest.raises(ServingError, match="rename it"):
        check_sources([Source(str(path))], Options())


@pytest.mark.usefixtures("silent_narrator")
def test_a_routine_is_built_into_a_folder_that_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    sources = [Source(str(written(tmp_path))), Source("five-minute-feet")]
    check_sources(sources, OPTIONS)
    with shared_sessions(sources, OPTIONS, ProgressDisplay) as sessions:
        assert [session.script.routine for session in sessions] == ["test-routine", "five-minute-feet"]
        assert sessions[1].file.path.is_relative_to(tmp_path / "tmp")
        sessions[1].file.check()
    assert list((tmp_path / "tmp").iterdir()) == []

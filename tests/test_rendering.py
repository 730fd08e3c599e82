"""Rendering: a compiled session becomes its files, or no file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kneadcast.build import preview_session
from kneadcast.errors import OutputError, SoundError
from kneadcast.output import read_provenance
from kneadcast.output.formats import FORMATS
from kneadcast.pipeline import Stage
from kneadcast.rendering import check_output, render
from kneadcast.sound import MeasuredLevels
from tests.short_session import LENGTH, OPTIONS, ROUTINE, compiled_part

pytestmark = pytest.mark.usefixtures("silent_narrator")

TOO_LOUD = MeasuredLevels(-18.0, -18.0, 0.3, 0.4, None)


def test_the_progress_of_each_stage_only_grows_and_ends_at_its_total(tmp_path: Path) -> None:
    reported: dict[Stage, list[tuple[int, int]]] = {}

    def progress(stage: Stage, done: int, total: int) -> None:
        reported.setdefault(stage, []).append((done, total))

    preview_session(ROUTINE, length=LENGTH, output=tmp_path / "s.wav", options=OPTIONS, progress=progress)
    assert list(reported) == ["speak", "mix"]
    for counts in reported.values():
        assert counts == sorted(set(counts))
        assert len({total for _, total in counts}) == 1
        assert counts[-1][0] == counts[-1][1]
    assert reported["mix"][-1] == (60_000, 60_000)


@pytest.mark.parametrize("before", [b"", b"an earlier session"], ids=["new", "replaced"])
def test_a_session_whose_levels_are_out_of_tolerance_changes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes
) -> None:
    target = tmp_path / "s.mp3"
    if before:
        target.write_bytes(before)
    monkeypatch.setattr("kneadcast.sound.metering.merge_levels", lambda *_: TOO_LOUD)
    with pytest.raises(SoundError, match=r"peaks reach 0\.3 dBTP, above -1\.5"):
        render(compiled_part(), target, replace(OPTIONS, sidecars=("captions",)))
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(target, before)] * bool(before)


@pytest.mark.parametrize("album", [False, True], ids=["file", "album"])
def test_an_interrupt_while_a_session_is_mixed_leaves_no_file(tmp_path: Path, album: bool) -> None:
    def interrupt(stage: Stage, _done: int, _total: int) -> None:
        if stage == "mix":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(compiled_part(), tmp_path / "s.mp3", replace(OPTIONS, album=album), interrupt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_every_format_contains_the_script_that_was_rendered(tmp_path: Path, name: str) -> None:
    part = compiled_part(4_000)
    session = render(part, tmp_path / f"s{FORMATS[name].suffix}", OPTIONS)  # type: ignore[index]
    assert read_provenance(session.path).script == session.script == part.script


@pytest.mark.parametrize(
    ("more", "existing", "message"),
    [
        ({}, "s.mp3", "was not made by Kneadcast"),
        ({"sidecars": ("captions",)}, "s.srt", r"s\.srt' already exists"),
        ({"album": True}, "s.mp3", "is not a folder"),
        ({"album": True, "sidecars": ("page",)}, "", "an album has no page"),
        ({"bitrate_kbps": 100}, "", "cannot have 100 kbit/s"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, more: dict[str, Any], existing: str, message: str) -> None:
    if existing:
        (tmp_path / existing).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=message):
        check_output(tmp_path / "s.mp3", replace(OPTIONS, **more))

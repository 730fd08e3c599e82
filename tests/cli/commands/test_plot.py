"""`kneadcast plot`."""

from __future__ import annotations

from pathlib import Path

import soundfile

from tests.cli.runner import SHORT, run


def test_a_script_is_drawn_as_svg_or_png(here: Path) -> None:
    run("script", *SHORT, "--format", "yaml", "-o", "a.yaml")
    assert run("plot", "a.yaml", "-o", "a.svg").stdout == "a.svg\n"
    assert run("plot", "a.yaml").stdout == "a.png\n"
    assert (here / "a.png").read_bytes().startswith(b"\x89PNG")


def test_a_session_that_does_not_contain_its_script_is_drawn_with_a_script_file(here: Path) -> None:
    run("script", *SHORT, "--format", "yaml", "-o", "a.yaml")
    soundfile.write(here / "a.wav", [[0.1, 0.1]] * 44_100, 44_100)
    assert "carries no Kneadcast script" in run("plot", "a.wav", "-o", "a.svg").stderr
    done = run("plot", "a.wav", "--script", "a.yaml", "-o", "a.svg")
    assert (done.exit_code, done.stdout) == (0, "a.svg\n")
    assert "left ear" in (here / "a.svg").read_text(encoding="utf-8")

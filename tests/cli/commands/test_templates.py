"""`kneadcast templates`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import printed, run

TEMPLATES = {"singing-bowls", "soft-bells", "wood-and-rain", "plain", "silent"}


def test_templates_are_listed_with_their_characters() -> None:
    assert "wood-and-rain   Wood and rain: Round wooden notes" in run("templates").stdout
    rows = printed("templates", "--json")
    assert {row["name"] for row in rows} == TEMPLATES
    assert set(rows[0]) == {"name", "title", "feels", "own"}


def test_a_sample_of_each_template_is_written_into_a_folder(here: Path) -> None:
    rows = printed("templates", "--sample", "samples", "--json")
    assert {Path(row["sample"]) for row in rows} == {Path("samples") / f"{name}.mp3" for name in TEMPLATES}
    assert all((here / row["sample"]).stat().st_size > 100_000 for row in rows)

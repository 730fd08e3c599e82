"""`kneadcast avoidances`."""

from __future__ import annotations

from kneadcast.routine.contraindications import CAUTIONS
from tests.cli.runner import printed, run


def test_cautions_are_listed_as_text_and_as_json() -> None:
    listed = run("avoidances").stdout
    rows = printed("avoidances", "--json")
    assert [row["id"] for row in rows] == list(CAUTIONS)
    assert all(row["id"] in listed for row in rows)

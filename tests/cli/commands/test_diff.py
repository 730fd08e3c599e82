"""`kneadcast diff`."""

from __future__ import annotations

from kneadcast.resources import user_folder
from tests.cli.runner import printed, run


def test_without_a_step_one_area_loses_the_time_that_the_others_gain() -> None:
    run("new", "my-hips", "--from", "toes-to-hip")
    path = user_folder() / "routines" / "my-hips.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "remove: [hips.glutes-vibration]\n", encoding="utf-8")
    rows = {row["area"]: row for row in printed("diff", "toes-to-hip", "my-hips", "--json")}
    assert rows["glutes"]["gained_ms"] < 0
    assert sum(row["gained_ms"] for row in rows.values()) == 0

"""Progress on standard error."""

from __future__ import annotations

import pytest

from tests.cli.runner import SHORT, run


@pytest.mark.usefixtures("here")
def test_progress_is_a_line_for_each_stage_on_standard_error_where_there_is_no_terminal() -> None:
    result = run("preview", *SHORT)
    assert "Speaking ...\nMixing ...\n" in result.stderr
    assert "Speaking" not in result.stdout

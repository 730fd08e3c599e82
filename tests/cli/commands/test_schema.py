"""`kneadcast schema`."""

from __future__ import annotations

import pytest

from tests.cli.runner import printed


@pytest.mark.parametrize("kind", ["routine", "template", "script"])
def test_schemas_are_json(kind: str) -> None:
    assert printed("schema", kind)["type"] == "object"

"""The packages of the extra."""

from __future__ import annotations

import pytest

from kneadcast.errors import ServingError
from kneadcast.serving import extra


def test_nothing_is_missing_here() -> None:
    extra.check_installed()


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "segno" else name)
    with pytest.raises(ServingError, match=r"needs segno, .*pip install 'kneadcast\[serve\]'"):
        extra.check_installed()

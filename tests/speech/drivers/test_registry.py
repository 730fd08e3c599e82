"""Finding a driver by its name."""

from __future__ import annotations

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.registry import DRIVERS, find_driver
from tests.speech.fake_driver import FAKE


def test_a_driver_is_found_by_its_name() -> None:
    assert all(find_driver(name) is driver and driver.name == name for name, driver in DRIVERS.items())


def test_a_driver_of_another_package_is_found_by_module_and_attribute() -> None:
    assert find_driver("tests.speech.fake_driver:FAKE") is FAKE


@pytest.mark.parametrize("name", ["espaek", "tests.speech.fake_driver:NONE"])
def test_an_unknown_driver_is_an_error(name: str) -> None:
    with pytest.raises(SpeechError, match=f"there is no speech driver '{name}'"):
        find_driver(name)

"""`kneadcast config`."""

from __future__ import annotations

from kneadcast.settings import config_file
from tests.cli.runner import printed, run


def test_a_length_is_shown_as_people_write_it() -> None:
    (row,) = (row for row in printed("config", "-l", "20", "--json")["options"] if row["option"] == "length")
    assert row == {"option": "length", "value": "20m00s", "from": "command line"}
    assert "length      20m00s " in run("config", "-l", "20").stdout


def test_the_config_file_is_named_even_if_it_does_not_exist() -> None:
    assert f"config file  {config_file()} (does not exist)\n" in run("config").stdout
    config_file().write_text("pace: 110\n", encoding="utf-8")
    assert f"config file  {config_file()}\n" in run("config").stdout

"""Writes plain data as YAML from which `read_document` reads the same data."""

from __future__ import annotations

from typing import Any

import yaml

from kneadcast.plain_text import is_printable


class Dumper(yaml.SafeDumper):
    """Writes plain values; a text with a line break or a control character is quoted, and the character escaped.

    PyYAML would write U+0085 and U+2028 as they are, and read them back as a space or a line break.
    """

    def represent_text(self, text: str) -> yaml.ScalarNode:
        """Returns the node of a text."""
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_printable(text) else '"')


Dumper.add_representer(str, Dumper.represent_text)


def to_yaml(data: Any) -> str:
    """Returns plain data as YAML, with keys in their order and letters of all scripts as they are."""
    return str(yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True))

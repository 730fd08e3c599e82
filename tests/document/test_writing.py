"""Writing YAML that is read back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.document import parse_document, to_yaml
from kneadcast.errors import SettingsError

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x85\u2028\u2029\n\t\r\x1b\x00\ufeff\u202e")
)


@given(st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS), min_size=1))
def test_every_text_is_read_as_it_was_written(data: dict[str, object]) -> None:
    """No character of a text is lost, such as U+0085, which YAML takes for a line break."""
    assert parse_document(to_yaml(data), "x.yaml", SettingsError).data == data


def test_letters_of_all_scripts_are_written_as_they_are() -> None:
    """A person who opens the file sees the text, and not escapes."""
    assert to_yaml({"b": "Füße 👣", "a": "two words"}) == "b: Füße 👣\na: two words\n"

"""Language tags as BCP 47 (RFC 5646) defines them, such as `en`, `de-AT` and `en-gb-x-rp`."""

from __future__ import annotations

UNDETERMINED = "und"
"""The ISO 639-2 code of an unknown language."""


def primary_language(tag: str) -> str:
    """Returns the first subtag in lower case: `de` for `de-AT`."""
    return tag.split("-")[0].lower()


def same_language(one: str, other: str) -> bool:
    """Returns whether two tags name one language, in any regions."""
    return primary_language(one) == primary_language(other)


def iso_639_2_code(tag: str) -> str:
    """Returns the three-letter code of a tag's language: `deu` for `de-AT`.

    Where ISO 639-2 has two codes for a language, this is the terminology code. A language that only ISO 639-3 lists has
    the code from there. The code of an unregistered or malformed tag is `und`.
    """
    from langcodes import Language  # takes 35 ms to import, and only the tags of a finished file need it

    try:
        language = Language.get(tag)
        return language.to_alpha3() if language.is_valid() else UNDETERMINED
    except (ValueError, LookupError):
        return UNDETERMINED

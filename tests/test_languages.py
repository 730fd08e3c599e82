"""Language tags."""

from __future__ import annotations

import pytest

from kneadcast.languages import iso_639_2_code, primary_language, same_language


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("de-AT", "de"), ("EN-gb-x-rp", "en"), ("yue", "yue"), ("", "")]
)
def test_the_primary_language_is_the_first_subtag_in_lower_case(tag: str, language: str) -> None:
    assert primary_language(tag) == language


def test_two_tags_name_one_language_whatever_their_regions_and_case() -> None:
    assert same_language("en-GB", "EN")
    assert not same_language("es-419", "en-US")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *(("en", "eng"), ("de", "deu"), ("es", "spa"), ("de-AT", "deu"), ("EN-gb", "eng")),
        *(("cs", "ces"), ("da", "dan"), ("el", "ell"), ("fi", "fin"), ("fr", "fra"), ("hi", "hin"), ("it", "ita")),
        *(("ja", "jpn"), ("nb", "nob"), ("nl", "nld"), ("pl", "pol"), ("pt-BR", "por"), ("ru", "rus"), ("sv", "swe")),
        *(("tr", "tur"), ("uk", "ukr"), ("zh-Hans", "zho"), ("iw", "heb"), ("gsw", "gsw")),
    ],
)
def test_a_registered_language_has_its_terminology_code(tag: str, code: str) -> None:
    assert iso_639_2_code(tag) == code


@pytest.mark.parametrize("tag", ["", "qx", "zzz", "english", "en-", "x-own"])
def test_the_code_of_an_unregistered_or_malformed_tag_is_und(tag: str) -> None:
    assert iso_639_2_code(tag) == "und"

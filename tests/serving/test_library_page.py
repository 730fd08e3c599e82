"""The files that make an app of the library."""

from __future__ import annotations

import json

import pytest

from kneadcast.messages import known_languages, messages_in
from kneadcast.serving.library_page import library_html, manifest_json, template_file, worker_js


@pytest.mark.parametrize("language", sorted(known_languages()))
def test_the_manifest_is_json_in_every_language(language: str) -> None:
    messages = messages_in(language)
    manifest = json.loads(manifest_json(messages))
    assert manifest["lang"] == language
    assert manifest["name"] == f"Kneadcast: {messages.library.title}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_a_library_without_sessions_is_a_page() -> None:
    assert "{{" not in library_html({}, messages_in("en"))


def test_the_worker_knows_what_it_keeps() -> None:
    worker = worker_js(["./", "library.css"], {"1/": "1/session.mp3"}, "r1")
    (line,) = (line for line in worker.splitlines() if line.startswith("const FACTS = "))
    facts = json.loads(line.removeprefix("const FACTS = ").removesuffix(";"))
    assert facts == {"revision": "r1", "shell": ["./", "library.css"], "sounds": {"1/": "1/session.mp3"}}


@pytest.mark.parametrize("name", ["library.css", "library.js"])
def test_what_is_given_as_it_is_has_no_placeholder_and_loads_nothing_from_elsewhere(name: str) -> None:
    text = template_file(name).decode()
    assert "{{" not in text
    assert "http" not in text.replace("plain http", "")

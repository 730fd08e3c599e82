"""What is given for which path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from kneadcast.messages import messages_in
from kneadcast.serving.application import new_secret
from tests.output.sessions import session, written
from tests.serving.shared import CANARY, HOST, SECRET, Faults, application, asked

ROOT = f"/{SECRET}/"
ESCAPES = (
    "../canary.mp3", "..%2fcanary.mp3", "%2e%2e/canary.mp3", "%2e%2e%2fcanary.mp3", "%252e%252e%252fcanary.mp3",
    "..\\canary.mp3", "..%5ccanary.mp3", "%c0%ae%c0%ae/canary.mp3", "canary.mp3", "session.mp3", "1/canary.mp3",
    "1/../canary.mp3", "1/..%00/canary.mp3", "1/session.mp3%00", "1/session.mp3\0.png", "1/session.mp3/",
    "1//session.mp3", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:\\windows\\win.ini",
    "1/./session.mp3", "1", "1/my mp3.mp3", "1/my%20mp3.mp3", "0/", "-1/", "999/", "1/Session.mp3", "1/session.mp3.",
    "1/session.mp3::$DATA",
    "template/library.html", "library.html", "card.html", ".", "..", "~", "%", "%zz", "*", "1/session.m4b",
)  # fmt: skip


def test_the_library_lists_every_session_with_its_cover_title_and_length(app: ASGIApp) -> None:
    page = asked(app, ROOT)
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    text = page.body.decode()
    assert re.findall(r'href="(\d/)"', text) == [f"{number}/" for number in range(1, 6)]
    assert text.count('class="title" lang="en">A test</span>') == 5
    assert text.count('class="length">24 s<') == 5
    for number in range(1, 6):
        cover = asked(app, f"{ROOT}{number}/cover.jpg")
        assert (cover.headers["content-type"], cover.body[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_everything_that_the_library_and_its_manifest_name_exists(app: ASGIApp) -> None:
    text = asked(app, ROOT).body.decode()
    manifest = json.loads(asked(app, f"{ROOT}manifest.json").body)
    names = re.findall(r'(?:href|src|data-sound)="([^"]+)"', text) + [icon["src"] for icon in manifest["icons"]]
    assert {name: asked(app, ROOT + name).status for name in names} == dict.fromkeys(names, 200)
    assert manifest["start_url"] == manifest["scope"] == "./"
    assert manifest["display"] == "standalone"


def test_the_page_of_a_session_has_its_sound_in_its_own_folder(app: ASGIApp) -> None:
    page = asked(app, f"{ROOT}1/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'src="session.mp3"' in page.body.decode()


@pytest.mark.parametrize(
    ("number", "type_"),
    list(enumerate(["audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/wav"], 1)),
)
def test_each_format_has_its_media_type(app: ASGIApp, shared_files: tuple[Path, ...], number: int, type_: str) -> None:
    file = shared_files[number - 1]
    answer = asked(app, f"{ROOT}{number}/session{file.suffix}")
    assert answer.headers["content-type"] == type_
    assert answer.body == file.read_bytes()


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out_of_what_is_shared(app: ASGIApp, path: str) -> None:
    nothing = asked(app, "/nothing")
    for whole in (ROOT + path, f"/{path}", path):
        answer = asked(app, whole)
        assert answer.status in (400, 404)
        assert CANARY not in answer.body
        assert answer.status == 400 or answer == nothing


def test_a_wrong_secret_finds_nothing_like_any_other_path(app: ASGIApp) -> None:
    near = (f"/{SECRET}x/", f"/{SECRET[:-1]}/", f"/{SECRET.upper()}/", f"//{SECRET}/")
    answers = [asked(app, path) for path in ("/", "/wrong/", "/favicon.ico", *near)]
    assert answers == [asked(app, f"{ROOT}nothing")] * len(answers)
    assert answers[0].status == 404


def test_the_secret_without_its_slash_leads_to_the_library(app: ASGIApp) -> None:
    answer = asked(app, ROOT.rstrip("/"))
    assert (answer.status, answer.headers["location"]) == (308, ROOT)


def test_a_secret_is_long_new_and_needs_no_escape() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(re.fullmatch(r"[\w-]{22}", secret, re.ASCII) for secret in secrets)


def test_a_page_that_the_browser_has_is_not_sent_again(app: ASGIApp) -> None:
    for path in ("", "1/", "1/cover.jpg", "1/session.mp3", "library.css"):
        etag = asked(app, ROOT + path).headers["etag"]
        for known in (etag, f'"x", W/{etag}', "*"):
            again = asked(app, ROOT + path, if_none_match=known)
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
        assert asked(app, ROOT + path, if_none_match='"x"').status == 200


def test_head_has_the_headers_of_get_and_no_body(app: ASGIApp) -> None:
    for path in ("", "1/", "1/session.mp3", "1/cover.jpg", "nothing"):
        head, get = (asked(app, ROOT + path, method) for method in ("HEAD", "GET"))
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
        assert head.headers["content-length"] == str(len(get.body))


@pytest.mark.parametrize("happens", ["removed", "replaced", "cut", "touched", "a folder"])
def test_a_session_whose_file_has_gone_or_changed_is_gone(own_file: Callable[[str], Path], happens: str) -> None:
    path, other = own_file("own.mp3"), own_file("other.mp3")
    app = application([path, other], frozenset([HOST.encode()]), Faults())
    assert asked(app, f"{ROOT}1/").status == 200
    if happens == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    elif happens == "touched":
        path.write_bytes(bytes(path.stat().st_size))
    else:
        path.unlink()
        if happens == "replaced":
            path.write_bytes(other.read_bytes()[::-1])
        elif happens == "a folder":
            path.mkdir()
    for name in ("1/", "1/session.mp3"):
        answer = asked(app, ROOT + name)
        assert (answer.status, answer.headers["cache-control"]) == (410, "no-store")
        assert b"removed or changed" in answer.body
    assert re.findall(r'href="(\d/)"', asked(app, ROOT).body.decode()) == ["2/"]
    assert asked(app, f"{ROOT}2/session.mp3").status == 200


@pytest.mark.parametrize("language", ["de", "es"])
def test_the_library_speaks_the_language_of_the_sessions(own_file: Callable[[], Path], language: str) -> None:
    path = own_file()
    app, words = application([path], frozenset([HOST.encode()]), Faults(), language), messages_in(language).library
    page = asked(app, ROOT).body.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{words.title}</h1>" in page
    assert words.insecure in page
    assert json.loads(asked(app, f"{ROOT}manifest.json").body)["lang"] == language
    path.unlink()
    assert asked(app, f"{ROOT}1/").body.decode() == f"{words.gone}\n"


def test_a_title_that_looks_like_html_stays_a_title(tmp_path: Path) -> None:
    title = '<script>alert("{{title}}")</script>'
    says = session().model_copy(update={"title": title})
    app = application([written(tmp_path, says=says)], frozenset([HOST.encode()]), Faults())
    page = asked(app, ROOT).body.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(&quot;{{title}}&quot;)&lt;/script&gt;" in page

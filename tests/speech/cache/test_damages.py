"""Every damage of every kind of entry: a build recovers, without a word, to what a build with a clean cache gives."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kneadcast.cache.store import SPEECH_KINDS, SpeechKind, speech_folder
from kneadcast.speech import Delivery, Line, voices
from kneadcast.speech.cache.voice_lists import load_voice_list
from kneadcast.speech.calibration import Pace
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.model import Narration
from kneadcast.speech.narrator import SpeechNarrator
from kneadcast.speech.workers.pool import SpeechJob, SpeechResult
from tests.cache.damages import CONTENT, FORGERIES, LASTING, PLACES, Damage, forge
from tests.speech.fake_driver import FAKE, fake_voice

LINES = [Line(f"This is the {word} line of words.") for word in ("first", "second", "third", "last")]
LISTED = replace(FAKE, cache_voices=True)
LISTED_LATER = replace(FAKE, cache_voices=True, version=lambda: "2")
FRAME_RATE = 8_000
FRAMES_A_WORD_AND_RATE = 480_000


class HummingPool:
    """A pool whose workers are this process: much faster, and always the same for the same text and rate."""

    def __init__(self, settings: Any, **_more: Any) -> None:
        self._rate = settings.rate

    def __enter__(self) -> HummingPool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def speak(self, jobs: Sequence[SpeechJob]) -> Iterator[SpeechResult]:
        for job in jobs:
            frames = len(job.text.split()) * FRAMES_A_WORD_AND_RATE // self._rate
            hum = job.text.encode() * (2 * frames // len(job.text) + 1)
            with wave.open(str(job.path), "wb") as wav:
                wav.setnchannels(1)
                wav.setsampwidth(2)
                wav.setframerate(FRAME_RATE)
                wav.writeframes(hum[: 2 * frames])
            yield SpeechResult(job)


@pytest.fixture(scope="module", autouse=True)
def no_workers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kneadcast.speech.narrator.Pool", HummingPool)
        patch.setattr(voices, "query_voices", lambda _: [FoundVoice("fake-voice", "Fake", ("en",))])
        yield


class Heard(NamedTuple):
    """What a build gets from the cache, or makes."""

    narrations: tuple[Narration, ...]
    lengths_ms: tuple[dict[Line, int], ...]
    paces: tuple[Pace, ...]
    voices: tuple[object, ...]


def build(cache: Path) -> Heard:
    """Uses at least two entries of each kind, and every use of the cache that a session has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNEADCAST_CACHE", str(cache))
        for driver in ("LISTED", "LISTED_LATER"):
            voices.check_driver(f"{__name__}:{driver}")
        tellers = [SpeechNarrator(fake_voice(), Delivery(pace_wpm=pace)) for pace in (100, 120)]
        lengths_ms = tuple(dict(teller.lengths_ms(LINES)) for teller in tellers)
        narrations = tuple(teller.speak(LINES) for teller in tellers)
        assert [one.lengths_ms() for one in narrations] == list(lengths_ms)
        lists = tuple(load_voice_list(driver) for driver in (LISTED, LISTED_LATER))
        return Heard(narrations, lengths_ms, tuple(teller.pace() for teller in tellers), lists)


def files(cache: Path) -> dict[str, bytes]:
    folder = speech_folder(cache)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()}


def entries(cache: Path, kind: SpeechKind) -> list[Path]:
    return sorted((speech_folder(cache) / kind).iterdir())


def in_place(heard: Heard, cache: Path) -> Heard:
    """Returns what was heard with the paths of another cache."""

    def moved(narration: Narration) -> Narration:
        clips = narration.clips.items()
        return Narration({line: replace(clip, path=entry_of(cache, clip.path)) for line, clip in clips})

    return heard._replace(narrations=tuple(map(moved, heard.narrations)))


def entry_of(cache: Path, path: Path) -> Path:
    return speech_folder(cache) / path.parent.name / path.name


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Heard]:
    cache = tmp_path_factory.mktemp("clean")
    heard = build(cache)
    assert {kind: len(entries(cache, kind)) for kind in SPEECH_KINDS} == {
        "clips": 8,
        "lengths": 2,
        "paces": 2,
        "voices": 2,
    }
    assert in_place(build(cache), cache) == heard
    return cache, heard


@pytest.fixture
def warm(tmp_path: Path, clean: tuple[Path, Heard]) -> Path:
    return shutil.copytree(clean[0], tmp_path / "cache")


def check_recovery(warm: Path, clean: tuple[Path, Heard]) -> None:
    first = build(warm)
    assert first == in_place(clean[1], warm)
    assert all(clip.content for narration in first.narrations for clip in narration.clips.values())
    assert files(warm) == files(clean[0])
    assert build(warm) == first


@pytest.mark.parametrize("kind", SPEECH_KINDS)
@pytest.mark.parametrize("name", [*CONTENT, *PLACES])
@pytest.mark.filterwarnings("error")
def test_entries_that_do_not_hold_are_made_again(
    warm: Path, clean: tuple[Path, Heard], kind: SpeechKind, name: str
) -> None:
    damage: Damage = {**CONTENT, **PLACES}[name]
    for path in entries(warm, kind):
        damage(path)
    check_recovery(warm, clean)


@pytest.mark.parametrize("kind", SPEECH_KINDS)
@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.filterwarnings("error")
def test_what_no_build_writes_is_made_again_even_with_a_seal(
    warm: Path, clean: tuple[Path, Heard], kind: SpeechKind, name: str
) -> None:
    for path in entries(warm, kind):
        forge(path, FORGERIES[name])
    check_recovery(warm, clean)


def _rotate(warm: Path, kind: SpeechKind) -> None:
    """Gives each entry the content of another one of its kind."""
    paths = entries(warm, kind)
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)


def _exchange(warm: Path, kind: SpeechKind) -> None:
    """Gives each entry the content of an entry of another kind."""
    other = entries(warm, SPEECH_KINDS[SPEECH_KINDS.index(kind) - 1])[0].read_bytes()
    for path in entries(warm, kind):
        path.write_bytes(other)


def _without_folder(warm: Path, kind: SpeechKind) -> None:
    shutil.rmtree(speech_folder(warm) / kind)


def _file_for_folder(warm: Path, kind: SpeechKind) -> None:
    _without_folder(warm, kind)
    (speech_folder(warm) / kind).write_text("no folder")


def _link_for_folder(warm: Path, kind: SpeechKind) -> None:
    _without_folder(warm, kind)
    (speech_folder(warm) / kind).symlink_to(kind)


@pytest.mark.parametrize("kind", SPEECH_KINDS)
@pytest.mark.parametrize("damage", [_rotate, _exchange, _without_folder, _file_for_folder, _link_for_folder])
@pytest.mark.filterwarnings("error")
def test_entries_in_each_other_s_places_and_lost_folders_are_made_again(
    warm: Path, clean: tuple[Path, Heard], kind: SpeechKind, damage: Callable[[Path, SpeechKind], None]
) -> None:
    damage(warm, kind)
    check_recovery(warm, clean)


@pytest.mark.parametrize("kind", SPEECH_KINDS)
@pytest.mark.parametrize("name", LASTING)
@pytest.mark.filterwarnings("error")
def test_what_may_be_the_user_s_stays_and_a_build_goes_on_without_the_entries(
    warm: Path, clean: tuple[Path, Heard], kind: SpeechKind, name: str
) -> None:
    for path in entries(warm, kind):
        LASTING[name](path)
    assert build(warm) == in_place(clean[1], warm)
    assert all((path / "notes.txt").read_text() == "mine" for path in entries(warm, kind))


def test_a_link_is_removed_and_what_it_leads_to_stays(warm: Path, clean: tuple[Path, Heard]) -> None:
    for path in entries(warm, "clips"):
        PLACES["link-to-a-copy"](path)
    assert build(warm) == in_place(clean[1], warm)
    assert len(list(warm.glob("*.copy"))) == 8

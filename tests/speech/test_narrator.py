"""The narrator, with a driver that can fail in many ways."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, Line, Voice, open_narrator, voice_origin
from kneadcast.speech.calibration import CALIBRATION_LINES
from kneadcast.speech.narrator import SpeechNarrator
from tests.speech.fake_driver import FAKE, PID_VARIABLE, fake_voice

GOOD = [Line(f"This is the {word} line of words.", f"steps[{word}]") for word in ("first", "second", "third", "last")]


def narrator(
    folder: Path, driver: str = "FAKE", delivery: Delivery | None = None, *, time_limit_s: float = 20, workers: int = 2
) -> SpeechNarrator:
    return SpeechNarrator(
        fake_voice(driver),
        delivery or Delivery(),
        cache_folder=folder,
        time_limit_s=time_limit_s,
        workers=workers,
    )


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the fake voices have been measured at the default pace, and nothing else."""
    folder = tmp_path_factory.mktemp("measured")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PID_VARIABLE, str(tmp_path_factory.mktemp("workers")))
        for driver in ("FAKE", "ISOLATED"):
            narrator(folder, driver).pace()
    return folder


@pytest.fixture
def cache(tmp_path: Path, measured: Path, no_worker_left: Callable[[], None]) -> Path:
    """A cache without clips; when the test is over no worker may be left."""
    assert callable(no_worker_left)
    return shutil.copytree(measured, tmp_path / "cache")


def spoken(worker_folder: Path) -> list[str]:
    """The texts that a worker has spoken, without the calibration lines."""
    texts = (worker_folder / "spoken.txt").read_text().splitlines()
    return [text for text in texts if text not in CALIBRATION_LINES]


def test_each_text_is_spoken_once_however_often_it_is_said(cache: Path, worker_folder: Path) -> None:
    clips = narrator(cache).speak([*GOOD, *GOOD]).clips
    assert list(clips) == list(GOOD)
    assert sorted(spoken(worker_folder)) == sorted(line.text for line in GOOD)


def test_what_was_spoken_before_comes_from_the_cache_without_any_worker(cache: Path, worker_folder: Path) -> None:
    first = narrator(cache).speak(GOOD).clips
    before = sorted(path.name for path in worker_folder.iterdir())
    assert narrator(cache).speak(GOOD).clips == first
    assert sorted(path.name for path in worker_folder.iterdir()) == before


def test_one_changed_line_speaks_one_line_again(cache: Path, worker_folder: Path) -> None:
    narrator(cache).speak(GOOD)
    narrator(cache).speak([*GOOD[:3], Line("This one has been changed.")])
    assert spoken(worker_folder)[len(GOOD) :] == ["This one has been changed."]


def test_clips_last_as_long_as_the_pace_says(cache: Path) -> None:
    clips = narrator(cache, delivery=Delivery(pace_wpm=100)).speak(GOOD).clips
    words = sum(len(line.text.split()) for line in clips)
    assert sum(clip.length_ms for clip in clips.values()) == pytest.approx(words * 600, rel=0.02)


def test_the_key_of_a_clip_is_that_of_version_0_1_so_that_clips_in_a_cache_are_found(cache: Path) -> None:
    """With another key every line of every listener would be spoken again; SOUND_VERSION changes it on purpose."""
    clip = narrator(cache).speak(GOOD[:1]).clip(GOOD[0])
    assert clip.path.stem == "c9acfd69a19740dda200ffe55773185283c4b03c5b20bf35e8f2b306d2262d72"


@pytest.mark.parametrize(
    "other", [replace(fake_voice(), revision="2"), replace(fake_voice(), id="other"), fake_voice("ISOLATED")]
)
def test_another_revision_id_or_driver_is_another_origin(other: Voice) -> None:
    assert voice_origin(other, "en") != voice_origin(fake_voice(), "en") != voice_origin(fake_voice(), "de")


def test_another_release_of_the_engine_is_another_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    before = voice_origin(fake_voice(), "en")
    monkeypatch.setattr("tests.speech.fake_driver.FAKE", replace(FAKE, version=lambda: "2"))
    assert voice_origin(fake_voice(), "en") != before


def test_progress_counts_texts_up_to_all_of_them(cache: Path) -> None:
    narrator(cache).speak(GOOD[:1])
    reports: list[tuple[int, int]] = []
    narrator(cache).speak(GOOD, lambda done, total: reports.append((done, total)))
    assert reports == [(1, 4), (2, 4), (3, 4), (4, 4)]


FAILURES = {
    "hang": "no answer within 1 s",
    "exit": "3",
    "crash": "-?9",
    "chatter": "invalid answer",
    "refuse": "ValueError: the vocal cords are sore",
    "vanish": "wrote no sound file",
    "empty": "wrote no sound file",
    "broken": "broken sound file",
    "hush": "made no sound",
    "frameless": "made no sound",
    "short": "the length of its clip cannot be right",
}


@pytest.mark.parametrize(
    ("driver", "mischief"),
    [*(("FAKE", one) for one in FAILURES), *(("ISOLATED", one) for one in ("hang", "exit", "crash", "chatter"))],
)
def test_a_line_that_cannot_be_spoken_fails_with_its_text_and_place(
    cache: Path, no_worker_left: Callable[[], None], driver: str, mischief: str
) -> None:
    hangs = mischief == "hang"
    bad = Line(f"Now please {mischief} on this very line.", "sections[2].steps[5].say")
    started = time.monotonic()
    with pytest.raises(SpeechError, match=FAILURES[mischief]) as caught:
        narrator(cache, driver, time_limit_s=1 if hangs else 20).speak([bad] if hangs else [*GOOD, bad])
    assert time.monotonic() - started < 100  # a hanging driver sleeps for 600 s
    assert [problem.place for problem in caught.value.problems] == [bad.place]
    assert bad.text in str(caught.value)
    assert spoken(cache.parent / "workers")
    no_worker_left()


def test_an_error_names_all_lines_that_merely_fail(cache: Path) -> None:
    bad = [Line(f"Please refuse line number {number}.", f"say[{number}]") for number in range(5)]
    with pytest.raises(SpeechError) as caught:
        narrator(cache).speak([*bad, *GOOD])
    assert sorted(problem.place for problem in caught.value.problems) == [line.place for line in bad]


def test_lines_that_were_spoken_with_a_failing_one_are_kept(cache: Path, worker_folder: Path) -> None:
    with pytest.raises(SpeechError):
        narrator(cache).speak([*GOOD, Line("Please refuse this.")])
    narrator(cache).speak(GOOD)
    assert len(spoken(worker_folder)) == len(GOOD) + 1


def test_a_clip_of_impossible_length_is_spoken_once_more_by_a_fresh_worker(cache: Path, worker_folder: Path) -> None:
    clip = narrator(cache).speak([Line("One may stumble over this line of words.")]).clips
    assert [one.length_ms > 1000 for one in clip.values()] == [True]
    assert len(spoken(worker_folder)) == 2


def test_a_driver_that_cannot_be_set_up_says_why(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=r"libhum\.so\.1: cannot open"):
        narrator(tmp_path / "cache", "NOT_INSTALLED").speak(GOOD)


def test_an_interrupt_leaves_no_worker_and_no_work_folder(cache: Path, no_worker_left: Callable[[], None]) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        narrator(cache).speak([*GOOD, Line("Please hang now.")], interrupt)
    no_worker_left()
    assert sorted(path.name for path in cache.iterdir()) == ["clips", "paces"]


@pytest.mark.usefixtures("no_worker_left")
def test_builds_at_once_share_one_cold_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cold"
    lines = [Line(f"Line number {number} of a session.") for number in range(12)]
    results: list[object] = []
    builds = [
        threading.Thread(target=lambda: results.append(narrator(cache, workers=1).speak(lines).clips)) for _ in range(3)
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert len(results) == 3
    assert results[0] == results[1] == results[2]
    assert len(list((cache / "clips").iterdir())) == len(lines)


@pytest.mark.parametrize("damage", [b"", b"RIFF of course", b"half"])
def test_a_damaged_clip_is_spoken_again(cache: Path, damage: bytes) -> None:
    clip = narrator(cache).speak(GOOD[:1]).clips[GOOD[0]]
    whole = clip.path.read_bytes()
    clip.path.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    assert narrator(cache).speak(GOOD[:1]).clips == {GOOD[0]: clip}
    assert clip.path.read_bytes() == whole


def test_an_empty_line_is_refused_before_any_voice_is_started(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=r"steps\[3\].say: there is nothing to say"):
        narrator(tmp_path).speak([*GOOD, Line(" ", "steps[3].say")])


def test_no_lines_need_no_voice(tmp_path: Path) -> None:
    assert narrator(tmp_path).speak([]).clips == {}


def test_the_error_for_an_unusable_cache_says_how_to_choose_another(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SpeechError, match="KNEADCAST_CACHE"):
        narrator(tmp_path / "file")


@pytest.mark.parametrize(
    ("delivery", "reason"),
    [
        (Delivery(pace_wpm=141), "hard to follow with busy hands; 140 is the fastest"),
        (Delivery(pace_wpm=59), "60 is the slowest"),
    ],
)
def test_a_delivery_out_of_range_is_refused_with_the_reason(delivery: Delivery, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        open_narrator(delivery)

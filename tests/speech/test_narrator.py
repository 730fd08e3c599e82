"""The narrator, with a driver that can fail in many ways."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kneadcast.cache.store import speech_folder
from kneadcast.errors import KneadcastWarning, SettingsError, SpeechError
from kneadcast.speech import Delivery, Line, open_narrator, voice_origin
from kneadcast.speech.calibration import CALIBRATION_LINES, Pace
from kneadcast.speech.length_table import LengthTable
from kneadcast.speech.narrator import SpeechNarrator
from tests.speech.fake_driver import PID_VARIABLE, fake_voice

GOOD = [Line(f"This is the {word} line of words.", f"steps[{word}]") for word in ("first", "second", "third", "last")]


def narrator(folder: Path, driver: str = "FAKE", delivery: Delivery | None = None, **more: Any) -> SpeechNarrator:
    return SpeechNarrator(fake_voice(driver), delivery or Delivery(), cache_folder=folder, **{"workers": 2, **more})


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


def test_lines_whose_lengths_are_unknown_are_spoken_once_to_measure_them(cache: Path, worker_folder: Path) -> None:
    lengths_ms = narrator(cache).lengths_ms([*GOOD, *GOOD])
    assert sorted(spoken(worker_folder)) == sorted(line.text for line in GOOD)
    assert lengths_ms == narrator(cache).speak(GOOD).lengths_ms()


def test_a_length_that_was_measured_is_known_without_its_clip_and_without_any_worker(
    cache: Path, worker_folder: Path
) -> None:
    before = narrator(cache).speak(GOOD).lengths_ms()
    shutil.rmtree(speech_folder(cache) / "clips")
    files = sorted(path.name for path in worker_folder.iterdir())
    reports: list[tuple[int, int]] = []
    assert narrator(cache).lengths_ms(GOOD, lambda *counts: reports.append(counts)) == before
    assert (sorted(path.name for path in worker_folder.iterdir()), reports) == (files, [])


def test_a_length_that_is_not_remembered_is_that_of_the_clip_in_the_cache(cache: Path, worker_folder: Path) -> None:
    before = narrator(cache).speak(GOOD).lengths_ms()
    shutil.rmtree(speech_folder(cache) / "lengths")
    assert narrator(cache).lengths_ms(GOOD) == before
    assert len(spoken(worker_folder)) == len(GOOD)


def test_only_the_lines_of_unknown_length_are_spoken_and_counted(cache: Path, worker_folder: Path) -> None:
    narrator(cache).lengths_ms(GOOD[:3])
    reports: list[tuple[int, int]] = []
    narrator(cache).lengths_ms(GOOD, lambda *counts: reports.append(counts))
    assert spoken(worker_folder)[3:] == [GOOD[3].text]
    assert reports == [(0, 1), (1, 1)]


def test_a_length_at_one_pace_says_nothing_of_another(cache: Path) -> None:
    fast, slow = (narrator(cache, delivery=Delivery(pace_wpm=pace)).lengths_ms(GOOD) for pace in (130, 90))
    assert all(slow[line] > 1.3 * fast[line] for line in GOOD)


def shipped(lengths_ms: dict[str, int], pace: Pace) -> LengthTable:
    return LengthTable(fake_voice(), voice_origin(fake_voice(), "en"), Delivery().pace_wpm, pace, lengths_ms)


def test_with_a_table_neither_the_pace_nor_a_line_of_it_is_spoken(tmp_path: Path, worker_folder: Path) -> None:
    table = shipped({line.text: 1000 + number for number, line in enumerate(GOOD)}, Pace(118, 118.0, 110.0))
    teller = narrator(tmp_path / "cache", table=table)
    assert list(teller.lengths_ms(GOOD).values()) == [1000, 1001, 1002, 1003]
    assert teller.pace() == table.pace
    assert not list(worker_folder.iterdir())
    assert not (speech_folder(tmp_path / "cache") / "lengths").exists()


def test_a_line_that_is_spelled_otherwise_than_in_the_table_is_measured(cache: Path, worker_folder: Path) -> None:
    pace = narrator(cache).pace()
    lines = [Line("Roll slowly over the sacrum for 2 s."), GOOD[0]]
    table = shipped({lines[0].text: 1, GOOD[0].text: 2}, pace)
    lengths_ms = narrator(cache, table=table).lengths_ms(lines)
    assert lengths_ms[lines[0]] > 1000
    assert (lengths_ms[GOOD[0]], len(spoken(worker_folder))) == (2, 1)


def test_the_length_of_a_clip_that_differs_from_the_table_wins_over_it_from_then_on(cache: Path) -> None:
    pace = narrator(cache).pace()
    table = shipped({line.text: 1000 for line in GOOD}, pace)
    real_ms = narrator(cache, table=table).speak(GOOD[:2]).lengths_ms()
    assert 1000 not in real_ms.values()
    assert narrator(cache, table=table).lengths_ms(GOOD) == {**dict.fromkeys(GOOD, 1000), **real_ms}


def test_a_pace_that_was_measured_on_this_computer_wins_over_the_table(cache: Path) -> None:
    measured = narrator(cache).pace()
    other = Pace(measured.rate + 1, measured.wpm, measured.ms_per_letter)
    teller = narrator(cache, table=shipped({line.text: 1000 for line in GOOD}, other))
    assert teller.pace() == measured
    assert 1000 not in teller.lengths_ms(GOOD).values()


def test_clips_last_as_long_as_the_pace_says(cache: Path) -> None:
    clips = narrator(cache, delivery=Delivery(pace_wpm=100)).speak(GOOD).clips
    words = sum(len(line.text.split()) for line in clips)
    assert sum(clip.length_ms for clip in clips.values()) == pytest.approx(words * 600, rel=0.02)


def test_the_key_of_a_clip_does_not_change_so_that_clips_in_a_cache_are_found(cache: Path) -> None:
    """With another key every line of every listener would be spoken again; SOUND_VERSION changes it on purpose."""
    clip = narrator(cache).speak(GOOD[:1]).clip(GOOD[0])
    assert clip.path.stem == "c9acfd69a19740dda200ffe55773185283c4b03c5b20bf35e8f2b306d2262d72"


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
    assert sorted(path.name for path in speech_folder(cache).iterdir()) == ["clips", "paces"]


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
    assert len(list((speech_folder(cache) / "clips").iterdir())) == len(lines)


def test_a_damaged_clip_is_spoken_again(cache: Path, worker_folder: Path) -> None:
    clip = narrator(cache).speak(GOOD[:1]).clips[GOOD[0]]
    whole = clip.path.read_bytes()
    clip.path.write_bytes(whole[: len(whole) // 2])
    assert narrator(cache).speak(GOOD[:1]).clips == {GOOD[0]: clip}
    assert clip.path.read_bytes() == whole
    assert len(spoken(worker_folder)) == 2


def test_a_narrator_speaks_a_line_once_even_if_the_cache_loses_it_meanwhile(cache: Path, worker_folder: Path) -> None:
    teller = narrator(cache)
    lengths_ms = teller.lengths_ms(GOOD)
    shutil.rmtree(cache)
    narration = teller.speak(GOOD)
    assert narration.lengths_ms() == lengths_ms
    assert len(spoken(worker_folder)) == len(GOOD)
    assert all(clip.content for clip in narration.clips.values())


def test_lines_whose_work_folder_is_removed_are_spoken_again_in_another(cache: Path, worker_folder: Path) -> None:
    removed: list[Path] = []

    def remove_once(done: int, _total: int) -> None:
        if done == 2 and not removed:
            removed.append(cache)
            shutil.rmtree(cache, ignore_errors=True)

    clips = narrator(cache).speak(GOOD, remove_once).clips
    assert removed
    assert list(clips) == GOOD
    assert clips == narrator(cache).speak(GOOD).clips
    assert len(spoken(worker_folder)) >= len(GOOD)


def test_an_empty_line_is_refused_before_any_voice_is_started(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=r"steps\[3\].say: there is nothing to say"):
        narrator(tmp_path).speak([*GOOD, Line(" ", "steps[3].say")])
    with pytest.raises(SpeechError, match=r"steps\[3\].say: there is nothing to say"):
        narrator(tmp_path).lengths_ms([*GOOD, Line(" ", "steps[3].say")])


def test_no_lines_need_no_voice(tmp_path: Path) -> None:
    assert narrator(tmp_path).speak([]).clips == {}
    assert narrator(tmp_path).lengths_ms([]) == {}


def test_a_cache_that_cannot_be_used_is_reported_once_and_no_reason_not_to_speak(
    tmp_path: Path, worker_folder: Path, recwarn: pytest.WarningsRecorder
) -> None:
    (tmp_path / "file").touch()
    first = narrator(tmp_path / "file").speak(GOOD).clips
    assert list(first) == GOOD
    assert [one.category for one in recwarn.list] == [KneadcastWarning]
    assert "cannot be kept in" in str(recwarn.list[0].message)
    assert "KNEADCAST_CACHE" in str(recwarn.list[0].message)
    assert narrator(tmp_path / "file").speak(GOOD).clips == first
    assert len(spoken(worker_folder)) == len(GOOD)
    assert not list(Path(tempfile.gettempdir()).glob(f".kneadcast-*-{os.getpid()}-*"))


@pytest.mark.parametrize(("name", "value"), [("KNEADCAST_CACHE_MB", "nan"), ("KNEADCAST_CACHE", "~nosuchuser/clips")])
def test_a_setting_of_the_cache_that_cannot_be_right_is_refused_before_a_voice_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr("kneadcast.speech.narrator.find_voice", lambda *_: pytest.fail("a voice was looked for"))
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}"):
        open_narrator(Delivery())


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


def test_known_lengths_are_found_without_speaking_or_measuring_the_voice(
    tmp_path: Path, cache: Path, worker_folder: Path
) -> None:
    spoken_ms = narrator(cache).speak(GOOD[:2]).lengths_ms()
    before = sorted(path.name for path in worker_folder.iterdir())
    assert narrator(cache).known_lengths_ms(GOOD) == spoken_ms
    assert narrator(tmp_path / "empty").known_lengths_ms(GOOD) == {}
    assert sorted(path.name for path in worker_folder.iterdir()) == before

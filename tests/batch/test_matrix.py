"""Batch files and the jobs that they stand for."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from kneadcast.batch import BatchJob, read_jobs
from kneadcast.choices import option_of
from kneadcast.errors import KneadcastError
from kneadcast.script.sound_settings import SoundSettings
from tests.speech.fake_driver import FAKE, fake_voice

FEET = "- {routine: five-minute-feet}\n"


def jobs_of(folder: Path, text: str) -> tuple[BatchJob, ...]:
    path = folder / "sessions.yaml"
    path.write_text("format: 1\nfolder: out\nsessions:\n" + text, encoding="utf-8")
    return read_jobs(path)


def test_every_combination_is_a_job_with_a_descriptive_name(tmp_path: Path) -> None:
    text = "- {routine: self-massage-at-home, length: [6m, 8m], talk: [full, brief], skip: 'toes,ankle'}\n"
    jobs = jobs_of(tmp_path, text)
    assert [Path(job.target).relative_to(tmp_path.resolve()).as_posix() for job in jobs] == [
        "out/self-massage-at-home-6m00s-talk-full.mp3",
        "out/self-massage-at-home-6m00s-talk-brief.mp3",
        "out/self-massage-at-home-8m00s-talk-full.mp3",
        "out/self-massage-at-home-8m00s-talk-brief.mp3",
    ]
    assert {job.options.preferences.skip for job in jobs} == {("toes", "ankle")}


def test_a_length_may_be_given_as_people_say_it_but_not_as_a_time_of_day(tmp_path: Path) -> None:
    jobs = jobs_of(tmp_path, "- {routine: five-minute-feet, length: [five minutes, 5m30s, 6]}\n")
    assert [job.length_ms for job in jobs] == [300_000, 330_000, 360_000]
    with pytest.raises(KneadcastError, match=r"sessions\[0\]: 'until 22:30' is a time of day; give a length here"):
        jobs_of(tmp_path, "- {routine: five-minute-feet, length: 'until 22:30'}\n")


def test_the_inputs_of_a_job_change_with_what_it_is_made_from(tmp_path: Path) -> None:
    first, second = jobs_of(tmp_path, "- {routine: self-massage-at-home, length: [6m, 7m]}\n")
    again = jobs_of(tmp_path, "- {routine: self-massage-at-home, length: [6m, 7m]}\n")[0]
    assert first.inputs == again.inputs != second.inputs


def test_the_inputs_change_with_another_file_of_the_same_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = jobs_of(tmp_path, FEET)
    replaced = replace(fake_voice(), revision="another digest")
    monkeypatch.setattr("kneadcast.batch.matrix.find_voice", lambda _name, _language: replaced)
    assert jobs_of(tmp_path, FEET)[0].inputs != before[0].inputs


def test_the_inputs_change_with_another_release_of_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = jobs_of(tmp_path, FEET)
    monkeypatch.setattr("tests.speech.fake_driver.FAKE", replace(FAKE, version=lambda: "2"))
    assert jobs_of(tmp_path, FEET)[0].inputs != before[0].inputs


def test_each_voice_is_looked_for_once(tmp_path: Path, one_voice: list[tuple[str, str]]) -> None:
    jobs = jobs_of(tmp_path, "- {routine: five-minute-feet, length: [4m, 5m, 6m], voice: [default, fake]}\n")
    assert len(jobs) == 6
    assert one_voice == [("default", "en"), ("fake", "en")]


def test_a_voice_that_does_not_exist_is_reported_once_with_the_line_of_its_sessions(
    tmp_path: Path, one_voice: list[tuple[str, str]]
) -> None:
    with pytest.raises(KneadcastError) as caught:
        jobs_of(tmp_path, FEET + "- {routine: five-minute-feet, length: [4m, 5m], voice: fak}\n")
    (problem,) = caught.value.problems
    assert "sessions.yaml:5:3: sessions[1]: there is no voice 'fak' (did you mean 'fake'?)" in str(problem)
    assert len(one_voice) == 2


def test_every_setting_of_sound_is_a_key_with_the_name_of_its_option(tmp_path: Path) -> None:
    sound = SoundSettings("fake", 110, 0.5, "plain", -20, 0.1, "light", "rain")
    keys = ", ".join(f"{option_of(field.name)}: {getattr(sound, field.name)}" for field in fields(sound))
    (job,) = jobs_of(tmp_path, f"- {{routine: five-minute-feet, {keys}}}\n")
    assert job.options.sound == sound


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {routine: toes-to-hop}\n", "sessions.yaml:4:3: sessions[0]: there is no routine 'toes-to-hop'"),
        ("- {lenght: 5m}\n", "unknown key 'lenght' (did you mean 'length'?)"),
        ("- {only: clf}\n", "did you mean 'calf'?"),
        ("- {talk: loud}\n", "expected one of full, brief, chimes, got 'loud'"),
        ("- {rounds: many}\n", "'rounds': expected a whole number, got 'many'"),
        ("- {countdown: 1}\n", "'countdown': expected true or false, got '1'"),
        ("- {pace: 141}\n", "140 is the fastest"),
        ("- {pan: 2}\n", "'pan': expected a number from 0 to 1, got 2"),
        ("- {template: 3}\n", "'template': expected text, got 3"),
        ("- {bitrate: high}\n", "'bitrate': expected a whole number, got 'high'"),
        ("- {format: 3}\n", "'format': expected one of mp3, m4b, opus, flac, wav, got 3"),
        ("- {language: 3}\n", "'language': expected text, got 3"),
        ("- {length: [6m, 6m]}\n", "'toes-to-hip-6m00s.mp3' would be built twice"),
        ("- {avoid: kne}\n", "there is no caution 'kne' (did you mean 'knee'?)"),
        ("- {routine: lymphatic, avoid: pregnancy}\n", "which does not suit pregnancy"),
        ("  []\n", "expected at least 1 entry"),
    ],
)
def test_a_fault_in_a_batch_file_is_reported_with_its_line_before_anything_is_built(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(KneadcastError) as caught:
        jobs_of(tmp_path, text)
    assert complaint in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_created_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(KneadcastError, match=r"sessions.yaml:2:9: folder: the folder '.*out' cannot be created"):
        jobs_of(tmp_path, "- {routine: five-minute-feet}\n")

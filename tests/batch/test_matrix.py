"""Batch files and the jobs that they stand for."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from kneadcast.batch import BatchJob, read_jobs
from kneadcast.choices import option_of
from kneadcast.errors import KneadcastError
from kneadcast.options import Options
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech.length_table import shipped_table
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
    with pytest.raises(
        KneadcastError, match=r"4:39: sessions\[0\]\.length: 'until 22:30' is a time of day; give a length here"
    ):
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
    assert "sessions.yaml:5:56: sessions[1].voice: there is no voice 'fak' (did you mean 'fake'?)" in str(problem)
    assert len(one_voice) == 2


def test_every_setting_of_sound_is_a_key_with_the_name_of_its_option(tmp_path: Path) -> None:
    sound = SoundSettings("fake", 110, 0.5, "plain", -20, 0.1, "light", "rain")
    keys = ", ".join(f"{option_of(field.name)}: {getattr(sound, field.name)}" for field in fields(sound))
    (job,) = jobs_of(tmp_path, f"- {{routine: five-minute-feet, {keys}}}\n")
    assert job.options.sound == sound


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {routine: toes-to-hop}\n", "sessions.yaml:4:13: sessions[0].routine: there is no routine 'toes-to-hop'"),
        ("- {lenght: 5m}\n", "unknown key 'lenght' (did you mean 'length'?)"),
        ("- {only: clf}\n", "did you mean 'calf'?"),
        ("- {talk: loud}\n", "expected one of full, plain, brief, chimes, got 'loud'"),
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
        ("- {bitrate: [128, 7]}\n", "4:19: sessions[0].bitrate[1]: an MP3 cannot have 7 kbit/s; use one of"),
        (
            "- {bitrate: .nan}\n",
            "4:13: sessions[0].bitrate: expected text, a number, true or false, or a list of those, got nan",
        ),
        ("- {pan: .nan}\n", "4:9: sessions[0].pan: expected text, a number, true or false, or a list of those"),
        ("- {volume: -.inf}\n", "4:12: sessions[0].volume: expected text, a number, true or false, or a list of those"),
        ("- {length: .inf}\n", "4:12: sessions[0].length: expected text, a number, true or false, or a list of those"),
        ("- {length: 9999h}\n", "4:12: sessions[0].length: expected at most 1000 hours, got '9999h'"),
        ("- {length: [5m, true]}\n", "4:17: sessions[0].length[1]: expected a length such as"),
        (
            "- {length: {from: 5m}}\n",
            "4:12: sessions[0].length: expected text, a number, true or false, or a list of those",
        ),
        ("- {rest: no}\n", "4:10: sessions[0].rest: 'rest': expected a length such as"),
        ('- {template: "a\\0.yaml"}\n', "a\\x00.yaml: cannot be read: no file can have this name"),
        ("- {routine: [toes-to-hip, ../nowhere.yaml]}\n", "sessions[0].routine[1]: there is no routine file"),
        (f"- {{template: [{'x' * 300}.yaml]}}\n", "cannot be read: the name is too long"),
        ("- {chapters: step}\n", "4:4: sessions[0].chapters: unknown key 'chapters'"),
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


def test_a_key_without_a_value_has_the_default(tmp_path: Path) -> None:
    """Nothing after a key means the same as no key, also for the routine."""
    (job,) = jobs_of(tmp_path, "- {routine: , length: 30m, talk: }\n")
    assert (job.routine, job.options) == ("toes-to-hip", Options())


def test_every_wrong_value_is_reported_once_however_many_combinations_it_is_part_of(tmp_path: Path) -> None:
    """A value is checked by itself, and its problem points at it."""
    text = "- {length: [4m, soon], talk: [full, loud], pace: [110, 118, 999]}\n- {routine: nothing}\n"
    with pytest.raises(KneadcastError) as caught:
        jobs_of(tmp_path, text)
    assert [problem.place for problem in caught.value.problems] == [
        "sessions[0].length[1]",
        "sessions[0].pace[2]",
        "sessions[0].talk[1]",
        "sessions[1].routine",
    ]


def test_more_sessions_than_a_batch_can_have_are_refused_without_counting_them_up(tmp_path: Path) -> None:
    """A dozen lists stand for billions of sessions, which are refused by their number."""
    numbers = ", ".join(str(number) for number in range(60, 141))
    text = f"- {{pace: [{numbers}], rest: [{numbers}], more: [{numbers}], length: [{numbers}], less: [{numbers}]}}\n"
    with pytest.raises(KneadcastError, match=r"4:1: sessions: these are 3,486,784,401 sessions; a batch has at most"):
        jobs_of(tmp_path, text)


def test_a_name_that_no_disk_can_have_is_refused(tmp_path: Path) -> None:
    """Values that vary are part of the name of a file, which has a limit."""
    parts = ",".join(["toes", "sole", "heel", "ankle", "shin", "calf", "knee"] * 10)
    with pytest.raises(KneadcastError, match=r"sessions\[0\]: the file would have the name .*, which is too long"):
        jobs_of(tmp_path, f"- {{only: [calf, '{parts}'], length: 30m}}\n")


def test_a_length_that_is_known_to_be_impossible_is_reported_before_any_session_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lengths of the default voice ship with the program, so that nothing has to be spoken to refuse a length."""
    table = shipped_table("en")
    if table is None:
        pytest.skip("this computer has another release of the default voice")
    monkeypatch.setattr("kneadcast.batch.matrix.find_voice", lambda _name, _language: table.voice)
    with pytest.raises(KneadcastError, match=r"4:12: sessions\[0\]\.length: 'toes-to-hip' cannot last 10h00m00s"):
        jobs_of(tmp_path, "- {length: 10h}\n")


@pytest.mark.parametrize("folder", ['"a\\0b"', '"a\\nb"', "[a]", "5", '~nosuchuser/"x'])
def test_a_folder_that_is_no_name_is_reported_with_its_line(tmp_path: Path, folder: str) -> None:
    """A folder is one line of text; one of a user who does not exist is a folder like any other."""
    path = tmp_path / "sessions.yaml"
    path.write_text(f"format: 1\nfolder: {folder}\nsessions:\n{FEET}", encoding="utf-8")
    if folder.startswith("~"):
        assert Path(read_jobs(path)[0].target).is_relative_to(tmp_path.resolve() / "~nosuchuser")
        return
    with pytest.raises(KneadcastError, match=r"sessions\.yaml:2:9: folder: expected (one line|text)"):
        read_jobs(path)


@pytest.mark.parametrize("format_", ["5", "'1'", "[1]", ".nan", "!!bool q", "9" * 5000])
def test_another_format_is_refused_with_its_line(tmp_path: Path, format_: str) -> None:
    """The format of the file itself is checked like every other value."""
    path = tmp_path / "sessions.yaml"
    path.write_text(f"format: {format_}\nsessions:\n{FEET}", encoding="utf-8")
    with pytest.raises(KneadcastError, match=r"sessions\.yaml:1:9: "):
        read_jobs(path)


def test_a_folder_that_cannot_be_created_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(KneadcastError, match=r"sessions.yaml:2:9: folder: the folder '.*out' cannot be created"):
        jobs_of(tmp_path, "- {routine: five-minute-feet}\n")

"""Batch files and the jobs that they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.batch import BatchJob, read_jobs
from kneadcast.errors import KneadcastError


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


def test_the_inputs_of_a_job_change_with_what_it_is_made_from(tmp_path: Path) -> None:
    first, second = jobs_of(tmp_path, "- {routine: self-massage-at-home, length: [6m, 7m]}\n")
    again = jobs_of(tmp_path, "- {routine: self-massage-at-home, length: [6m, 7m]}\n")[0]
    assert first.inputs == again.inputs != second.inputs


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {routine: toes-to-hop}\n", "sessions.yaml:4:3: sessions[0]: there is no routine 'toes-to-hop'"),
        ("- {lenght: 5m}\n", "unknown key 'lenght' (did you mean 'length'?)"),
        ("- {only: clf}\n", "did you mean 'calf'?"),
        ("- {talk: loud}\n", "expected one of full, brief, chimes, got 'loud'"),
        ("- {rounds: many}\n", "'rounds': expected a whole number, got 'many'"),
        ("- {countdown: 1}\n", "'countdown': expected true or false, got '1'"),
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

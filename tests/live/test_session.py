"""A live session as sound: what was heard is what its script gives, without a seam, whatever was asked for."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kneadcast.live.opening import open_live, tail_ms
from kneadcast.live.session import COME_BACK_FRAMES, GO_QUIET_FRAMES, QUIET_DB
from kneadcast.options import Options
from kneadcast.planning.live.commands import Command
from kneadcast.script.file import read_script, to_yaml
from kneadcast.script.model import TICK
from kneadcast.sound import load_template
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.speech import open_narrator
from kneadcast.units import frames_at
from tests.live.sessions import (
    PLAIN_NAMES,
    TENTH_FRAMES,
    Requests,
    largest_step,
    opened,
    pulled,
    rendered,
    replanned_frames,
    requests_within,
    with_template,
)
from tests.short_session import LENGTH, OPTIONS, ROUTINE

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")

MOST_TENTHS = 4000
"""A session that has been made longer, or is paused, is left after so many tenths of a second."""
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""An example takes a second, so that looking for a smaller one would take minutes."""
LONGEST_SENTENCE_MS = 12_000
TEMPLATES = [
    pytest.param(with_template("plain"), id="plain"),
    pytest.param(with_template("singing-bowls", "full"), id="singing-bowls", marks=pytest.mark.slow),
    pytest.param(with_template("wood-and-rain", "light"), id="wood-and-rain"),
]


@pytest.mark.parametrize("options", TEMPLATES)
@settings(max_examples=8, phases=UNSHRUNK)
@given(requests=requests_within(1700))
def test_what_was_heard_is_what_the_script_gives_sample_for_sample(options: Options, requests: Requests) -> None:
    """The script as it happened, mixed in one go, gives all chunks that were pulled, whenever commands came."""
    session = opened(options)
    heard = pulled(session, requests, MOST_TENTHS)
    assert session.ended or len(heard) == MOST_TENTHS * TENTH_FRAMES
    given_again = rendered(session)
    assert len(given_again) == len(heard) or not session.ended
    assert np.array_equal(heard, given_again[: len(heard)])


@settings(max_examples=6, phases=UNSHRUNK)
@given(requests=requests_within(1700))
def test_no_moment_of_planning_anew_can_be_heard_as_a_click(requests: Requests) -> None:
    """Around a command, neighbouring samples differ by no more than elsewhere in the session."""
    session = opened(with_template("singing-bowls", "full"))
    heard = pulled(session, requests, MOST_TENTHS)
    around = frames_at(20, FRAME_RATE)
    near = [largest_step(heard, max(0, at - around), at + around) for at in replanned_frames(session)]
    assert max(near, default=0) <= largest_step(heard)
    for at in replanned_frames(session):
        assert largest_step(heard, max(0, at - 1), at + 1) <= largest_step(heard, max(0, at - around), at) + 30


def test_a_tick_sounds_in_the_chunk_after_the_command() -> None:
    """The listener hears at once that the command was heard."""
    session = opened()
    pulled(session, {}, 450)
    session.command(Command("time_left"))
    session.next_chunk()
    tick = next(cue for cue in session.plan.script.cues if cue.sound == TICK)
    assert tick.at_ms == 450 * 100
    with_tick, without = (
        rendered(session, session.plan.script.model_copy(update={"cues": cues}))
        for cues in (session.plan.script.cues, tuple(cue for cue in session.plan.script.cues if cue is not tick))
    )
    differing = np.flatnonzero((with_tick != without).any(axis=1))
    assert frames_at(tick.at_ms, FRAME_RATE) <= differing[0] < frames_at(tick.at_ms + 10, FRAME_RATE)
    assert differing[-1] < frames_at(tick.at_ms + 95, FRAME_RATE)


def test_softer_and_louder_change_the_gain_without_a_click_and_not_the_recording() -> None:
    """The gain falls by 2 dB within 100 ms, and comes back to exactly the sound of the session."""
    session, reference = opened(), opened()
    requests = {500: [Command("softer")], 700: [Command("louder")]}
    heard, plain = pulled(session, requests, 800).astype(float), pulled(reference, {}, 800).astype(float)
    ticked = rendered(session)[: 800 * TENTH_FRAMES].astype(float)
    softer = slice(501 * TENTH_FRAMES, 700 * TENTH_FRAMES)
    assert np.abs(heard[softer] - ticked[softer] * 10 ** (-2 / 20)).max() <= 1
    assert np.array_equal(
        heard[701 * TENTH_FRAMES : 790 * TENTH_FRAMES], ticked[701 * TENTH_FRAMES : 790 * TENTH_FRAMES]
    )
    assert np.array_equal(plain[: 500 * TENTH_FRAMES], heard[: 500 * TENTH_FRAMES])
    assert session.status().gain_db == 0


def test_louder_stops_at_the_level_of_the_session_and_softer_at_thirty_decibels() -> None:
    """Neither clips the sound nor silences it."""
    session = opened()
    pulled(session, {300: [Command("louder")]}, 301)
    assert session.status().gain_db == 0
    pulled(session, {number: [Command("softer")] for number in range(20)}, 21)
    assert session.status().gain_db == -30


def test_a_session_that_goes_quiet_fades_to_forty_decibels_below_while_its_time_goes_on() -> None:
    """It is quiet within 100 ms and back within 300 ms; afterwards it sounds as if nothing had been."""
    session, reference = opened(with_template("wood-and-rain")), opened(with_template("wood-and-rain"))
    plain = pulled(reference, {}, 620).astype(float)
    before = pulled(session, {}, 600)
    session.go_quiet()
    quiet = pulled(session, {}, 10).astype(float)
    session.come_back()
    after = pulled(session, {}, 10).astype(float)
    assert np.array_equal(before, plain[: len(before)])
    same = plain[len(before) : len(before) + len(quiet)]
    assert np.abs(quiet[GO_QUIET_FRAMES:] - same[GO_QUIET_FRAMES:] * 10 ** (QUIET_DB / 20)).max() <= 0.5
    rest = plain[len(before) + len(quiet) :]
    assert np.array_equal(after[COME_BACK_FRAMES:], rest[COME_BACK_FRAMES:])
    assert session.at_ms == 62_000
    faded = np.concatenate([before.astype(float), quiet, after])
    assert np.abs(np.diff(faded, axis=0)).max() <= np.abs(np.diff(plain, axis=0)).max()


def test_what_was_being_said_is_said_again_after_going_quiet_for_nothing() -> None:
    """The sentence under which the session went quiet is spoken once more."""
    session = opened()
    cue = next(cue for cue in session.plan.script.cues if cue.role == "action" and cue.at_ms > 20_000)
    pulled(session, {}, (cue.at_ms + cue.length_ms // 2) // 100)
    said_at_ms = session.at_ms
    session.go_quiet()
    pulled(session, {}, 12)
    session.come_back()
    pulled(session, {}, 1)
    again = [one for one in session.plan.script.cues if one.text == cue.text and one.at_ms > said_at_ms]
    assert again
    assert again[0].at_ms <= session.at_ms + 10_000


@settings(max_examples=10, phases=UNSHRUNK)
@given(requests=requests_within(500), tenths=st.integers(1, 900))
def test_a_session_that_is_left_early_has_a_complete_script_of_what_happened(
    tmp_path_factory: pytest.TempPathFactory, requests: Requests, tenths: int
) -> None:
    """It gives what was heard until then, and can be written and read."""
    session = opened()
    heard = pulled(session, requests, tenths)
    script = session.finish()
    assert np.array_equal(heard, rendered(session)[: len(heard)])
    assert session.at_ms <= script.length_ms <= session.at_ms + LONGEST_SENTENCE_MS + tail_ms(load_template("plain"))
    path = tmp_path_factory.mktemp("left") / "left.yaml"
    path.write_text(to_yaml(script), encoding="utf-8")
    assert read_script(path).script == script


def test_a_session_without_commands_is_the_session_that_is_built() -> None:
    """But for the strokes, which a live session does not let grow faint, and its mark."""
    session = opened()
    heard = pulled(session, {})
    assert session.ended
    assert session.next_chunk() is None
    assert len(heard) == frames_at(180_000, FRAME_RATE)
    assert session.finish() is session.plan.script
    assert session.plan.script.live is True


def test_commands_after_the_end_change_nothing() -> None:
    """What has been heard cannot be planned anew."""
    session = opened()
    pulled(session, {})
    script = session.finish()
    session.command(Command("stay"))
    assert session.next_chunk() is None
    assert session.finish() == script


def test_a_silent_session_has_the_same_plan_and_is_never_heard() -> None:
    """Commands change it as they change one that is heard."""
    requests = {300: [Command("stay")], 600: [Command("next")]}
    silent, sounding = open_live(ROUTINE, length=LENGTH, options=OPTIONS, silent=True), opened()
    heard = pulled(silent, requests, 1000)
    pulled(sounding, requests, 1000)
    assert not heard.any()
    assert silent.plan.script == sounding.plan.script
    assert silent.compiled() is None


def test_a_script_as_it_happened_is_read_back_as_it_is(tmp_path: Path) -> None:
    """Its mark, its ticks and its answers survive the file."""
    session = opened()
    pulled(session, {300: [Command("stay")], 600: [Command("time_left")]})
    (tmp_path / "s.yaml").write_text(to_yaml(session.finish()), encoding="utf-8")
    assert read_script(tmp_path / "s.yaml").script == session.finish()


@pytest.mark.slow
@pytest.mark.parametrize("routine", ["five-minute-feet", "toes-to-hip"])
def test_with_a_real_voice_a_session_sounds_as_its_script_gives_it(
    routine: str, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command every ninety seconds, drawn at random, leaves no seam, however long the session is."""
    monkeypatch.setattr("kneadcast.pipeline.open_narrator", open_narrator)
    monkeypatch.setenv("KNEADCAST_CACHE", str(spoken_cache))
    session, rng = open_live(routine), random.Random(routine)
    names = [name for name in PLAIN_NAMES if name not in ("stop", "yes", "no", "resume")]
    tenths = session.plan.script.length_ms // 100
    requests = {
        at + rng.randrange(800): [Command("resume"), Command(rng.choice(names))] for at in range(0, tenths - 800, 900)
    }
    heard = pulled(session, requests, 2 * tenths)
    assert np.array_equal(heard, rendered(session)[: len(heard)])
    around = frames_at(20, FRAME_RATE)
    near = [largest_step(heard, max(0, at - around), at + around) for at in replanned_frames(session)]
    assert len(near) >= 3
    assert max(near) <= largest_step(heard)

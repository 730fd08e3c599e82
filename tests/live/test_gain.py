"""Gains that move without a click."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.live.gain import GainRamp, with_gains

LOUD = np.full((1000, 2), 20_000, dtype="<i2").tobytes()


def test_a_gain_of_one_leaves_every_byte_as_it_is() -> None:
    """Also after it has been lower."""
    ramp = GainRamp()
    data = np.random.default_rng(1).integers(-32_768, 32_767, (500, 2)).astype("<i2").tobytes()
    assert with_gains(data, (ramp, GainRamp())) is data
    ramp.go_to(0.1, 200)
    assert with_gains(data, (ramp,)) != data
    ramp.go_to(1.0, 300)
    assert with_gains(data, (ramp,)) != data
    assert with_gains(data, (ramp,)) is data


@given(
    targets=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 3000)), min_size=1, max_size=5),
    frames=st.integers(1, 2000),
)
def test_a_gain_moves_in_small_steps_to_its_target(targets: list[tuple[float, int]], frames: int) -> None:
    """No two frames differ by more than the straight line, wherever parts begin and new targets come."""
    ramp, gains = GainRamp(), [np.ones(1)]
    for amplitude, ramp_frames in targets:
        ramp.go_to(amplitude, ramp_frames)
        gains.append(ramp.next_gains(frames))
        assert np.abs(np.diff(np.concatenate([gains[-2][-1:], gains[-1]]))).max() <= 1 / ramp_frames + 1e-9
    rest = ramp.next_gains(4000)
    assert rest[-1] == targets[-1][0]


def test_gains_multiply() -> None:
    """Softer and quiet at the same time are both."""
    ramps = (GainRamp(), GainRamp())
    for ramp in ramps:
        ramp.go_to(0.5, 1)
    samples = np.frombuffer(with_gains(LOUD, ramps), dtype="<i2")
    assert set(samples.tolist()) == {5_000}

"""The sounds of cues, in blocks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.script.model import Cue
from kneadcast.sound.layers import CueLayer, Region
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.units import frames_at
from tests.sound.sounds import speech

LENGTH_MS = 300
FRAMES = frames_at(LENGTH_MS, FRAME_RATE)

CUES = st.lists(st.tuples(st.integers(0, LENGTH_MS - 1), st.integers(1, 9000)), max_size=6)
"""Moments in milliseconds, and lengths in frames; sounds may overlap, and may last beyond the end."""
BLOCKS = st.lists(st.integers(1, FRAMES - 1), max_size=8, unique=True).map(sorted)
"""The frames at which a new block begins."""


class Rendered:
    """Renders each cue as a ramp, and notes that it did."""

    def __init__(self, lengths: list[tuple[int, int]]) -> None:
        self.cues = [
            speech(at_ms, 1, "One.").model_copy(update={"id": str(number)}) for number, (at_ms, _) in enumerate(lengths)
        ]
        self._frames = [frames for _, frames in lengths]
        self.order: list[Cue] = []

    def __call__(self, cue: Cue) -> Samples:
        self.order.append(cue)
        samples: Samples = np.linspace(1, 2, self._frames[int(cue.id)])
        return samples


def heard(layer: CueLayer, starts: list[int]) -> Samples:
    """Returns the sum of all regions, each of which must be within its block."""
    total = np.zeros(FRAMES)
    for start, end in zip([0, *starts], [*starts, FRAMES], strict=True):
        for region in layer.regions(start, end):
            assert start <= region.at_frame <= region.end_frame <= end
            total[region.at_frame : region.end_frame] += region.samples
    return total


@given(CUES, BLOCKS)
def test_cues_sound_the_same_whatever_the_blocks_are(lengths: list[tuple[int, int]], starts: list[int]) -> None:
    one, other = Rendered(lengths), Rendered(lengths)
    assert np.allclose(heard(CueLayer(one.cues, one), starts), heard(CueLayer(other.cues, other), []))


@given(CUES, BLOCKS)
def test_each_cue_is_rendered_once_when_the_block_in_which_it_begins_is_reached(
    lengths: list[tuple[int, int]], starts: list[int]
) -> None:
    rendered = Rendered(lengths)
    layer = CueLayer(rendered.cues, rendered)
    starts = sorted({*starts, *(frames_at(cue.at_ms, FRAME_RATE) for cue in rendered.cues)} - {0})
    for start, end in zip([0, *starts], [*starts, FRAMES], strict=True):
        list(layer.regions(start, end))
        assert {cue.id for cue in rendered.order} == {
            cue.id for cue in rendered.cues if frames_at(cue.at_ms, FRAME_RATE) < end
        }
    assert len(rendered.order) == len(rendered.cues)


@given(CUES)
def test_every_frame_of_a_cue_is_at_its_place(lengths: list[tuple[int, int]]) -> None:
    expected = np.zeros(FRAMES)
    for at_ms, frames in lengths:
        at = frames_at(at_ms, FRAME_RATE)
        expected[at : at + frames] += np.linspace(1, 2, frames)[: FRAMES - at]
    rendered = Rendered(lengths)
    assert np.allclose(heard(CueLayer(rendered.cues, rendered), []), expected)


def test_a_region_ends_after_its_last_frame() -> None:
    assert Region(7, np.zeros(3)).end_frame == Region(7, np.zeros((3, 2), dtype=np.float32)).end_frame == 10

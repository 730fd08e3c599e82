"""Where a file is cut: at places of one kind, where nobody speaks, about a minute apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.output.chunks.cutting import CHUNK_FRAMES, LEAD_FRAMES, cut_into_chunks
from kneadcast.output.encode.mp3_frames import SAMPLES_PER_FRAME
from kneadcast.sound import Span
from kneadcast.sound.pcm import FRAME_RATE

MINUTE = 60 * FRAME_RATE


@st.composite
def sessions(draw: st.DrawFn) -> tuple[int, tuple[Span, ...]]:
    """Returns the length of a session, and the sentences in it; some follow each other without a pause."""
    spans, at = [], 0
    for pause, length in draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 300)), max_size=60)):
        start = at + pause * FRAME_RATE
        at = start + length * FRAME_RATE // 10
        spans.append(Span(start, at))
    return at + draw(st.integers(1, 3 * MINUTE)), tuple(spans)


@given(sessions())
def test_the_chunks_are_the_whole_file_without_gaps(session: tuple[int, tuple[Span, ...]]) -> None:
    samples, spoken = session
    chunks = cut_into_chunks(samples, spoken)
    assert chunks[0].first == 0
    assert chunks[-1].end is None
    assert all(before.end == after.first for before, after in pairwise(chunks))
    heard = [chunk.decoded_samples(samples) for chunk in chunks]
    assert heard[0].start == 0
    assert heard[-1].end == samples
    assert all(before.end == after.start for before, after in pairwise(heard))


@given(sessions())
def test_every_sentence_is_in_one_chunk(session: tuple[int, tuple[Span, ...]]) -> None:
    samples, spoken = session
    heard = [chunk.decoded_samples(samples) for chunk in cut_into_chunks(samples, spoken)]
    for span in spoken:
        assert sum(part.start <= span.start and span.end <= part.end for part in heard) == 1


@given(sessions())
def test_a_chunk_begins_after_a_lead_in_that_begins_where_padding_repeats(
    session: tuple[int, tuple[Span, ...]],
) -> None:
    for chunk in cut_into_chunks(*session):
        assert chunk.first_encoded % 49 == 0
        assert chunk.is_first or chunk.first - chunk.first_encoded == LEAD_FRAMES


@given(st.integers(0, 4 * 60 * MINUTE))
def test_a_session_without_words_is_cut_into_minutes(samples: int) -> None:
    chunks = cut_into_chunks(samples, ())
    assert {chunk.end - chunk.first for chunk in chunks[1:-1] if chunk.end} <= {CHUNK_FRAMES}
    last = samples - chunks[-1].first * SAMPLES_PER_FRAME
    assert last <= 2 * CHUNK_FRAMES * SAMPLES_PER_FRAME


@given(sessions(), st.data())
def test_a_sentence_that_is_moved_moves_no_cut_but_the_nearest(
    session: tuple[int, tuple[Span, ...]], data: st.DataObject
) -> None:
    """An edit must not make the chunks after it new."""
    samples, spoken = session
    moved = data.draw(st.integers(0, max(0, len(spoken) - 1)))
    others = spoken[:moved] + spoken[moved + 1 :]
    before, after = ({chunk.first for chunk in cut_into_chunks(samples, one)} for one in (spoken, others))
    # Two cuts near one multiple, and the same for a long sentence that covers several places.
    longest = max((span.end - span.start for span in spoken), default=0)
    assert len(before ^ after) <= 2 * (2 + longest // (CHUNK_FRAMES * SAMPLES_PER_FRAME))


def test_a_chunk_in_which_somebody_speaks_all_the_time_is_longer() -> None:
    spoken = (Span(20 * FRAME_RATE, 160 * FRAME_RATE),)
    chunks = cut_into_chunks(4 * MINUTE, spoken)
    assert [round(chunk.decoded_samples(4 * MINUTE).start / FRAME_RATE) for chunk in chunks] == [0, 185]

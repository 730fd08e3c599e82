"""Where a sound file is cut into chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kneadcast.output.encode.lame_tag import ENCODER_DELAY
from kneadcast.output.encode.mp3_frames import SAMPLES_PER_FRAME
from kneadcast.sound.session_sound import Span

LEAD_FRAMES = 120
"""MP3 frames that are encoded before a chunk, and cut away, until LAME 3.100 decides as in one long encode. After a
loud place its threshold of hearing falls by at most 7.5 % a frame to 0.000625 of the highest (`adjust_ATH`), which
takes 95 frames; it has a part in the perceptual entropy, which is averaged over 19 frames. After 95 frames the
decisions were the same in every measurement. A louder place sets the threshold at once."""
TRAIL_FRAMES = 8
"""MP3 frames that are encoded after a chunk, and cut away: LAME looks ahead from each frame to the next."""
_PERIOD_FRAMES = 49
"""At 44.1 kHz, the padding of frames repeats after this many, whatever the bit rate is: 49 frames have a whole number
of bytes. If encoding begins at a multiple, then the frames of a chunk are those of one long encode, byte for byte."""
CHUNK_FRAMES = 48 * _PERIOD_FRAMES
"""61 seconds: an ffmpeg starts in a fraction of the time that it then encodes, and an edit changes little else."""
DECODED_DELAY = ENCODER_DELAY + 529
"""By how many samples sound is late when frames are decoded without a LAME info tag. A decoder adds 529 to the delay of
the encoder (http://gabriel.mp3-tech.org/mp3infotag.html)."""


@dataclass(frozen=True)
class Chunk:
    """A part of a sound file: its first MP3 frame, and the frame after it."""

    first: int
    end: int | None
    """`None` for the last chunk, which has all frames that the encoder writes."""

    @property
    def is_first(self) -> bool:
        """Whether the file begins with this chunk."""
        return self.first == 0

    @property
    def first_encoded(self) -> int:
        """The MP3 frame at which encoding begins."""
        return max(0, self.first - LEAD_FRAMES)

    def encoded_samples(self, samples: int) -> Span:
        """Returns the samples of the file that are encoded for the chunk, if the file has a number of samples."""
        end = samples if self.end is None else min(samples, (self.end + TRAIL_FRAMES) * SAMPLES_PER_FRAME)
        return Span(self.first_encoded * SAMPLES_PER_FRAME, end)

    def decoded_samples(self, samples: int) -> Span:
        """Returns the samples of the file that a player decodes from the chunk, if the file has a number of samples."""
        start = max(0, self.first * SAMPLES_PER_FRAME - DECODED_DELAY)
        return Span(start, samples if self.end is None else self.end * SAMPLES_PER_FRAME - DECODED_DELAY)


def cut_into_chunks(samples: int, spoken: Iterable[Span]) -> tuple[Chunk, ...]:
    """Cuts a file near every multiple of `CHUNK_FRAMES`, where nobody speaks; a chunk without such a place is longer.

    So every sentence is in one chunk, and is metered as a whole.

    Args:
        samples: The length of the file.
        spoken: The samples between which somebody speaks.
    """
    cuts = list(_cuts(samples, tuple(spoken)))
    return tuple(Chunk(first, end) for first, end in zip([0, *cuts], [*cuts, None], strict=True))


def _cuts(samples: int, spoken: tuple[Span, ...]) -> Iterator[int]:
    for middle in range(CHUNK_FRAMES, samples // SAMPLES_PER_FRAME - CHUNK_FRAMES // 2, CHUNK_FRAMES):
        # The frames whose lead-in begins at a multiple of the period, the nearest first; the ranges of two middles do
        # not overlap.
        steps = sorted(range(-(CHUNK_FRAMES // 2), CHUNK_FRAMES // 2, _PERIOD_FRAMES), key=abs)
        places = (middle + step + LEAD_FRAMES % _PERIOD_FRAMES for step in steps)
        if (cut := next((place for place in places if _is_quiet(place, spoken)), None)) is not None:
            yield cut


def _is_quiet(cut: int, spoken: tuple[Span, ...]) -> bool:
    """Returns whether nobody speaks in the MP3 frames on both sides of a cut, as they are decoded."""
    middle = cut * SAMPLES_PER_FRAME - DECODED_DELAY
    start, end = middle - SAMPLES_PER_FRAME, middle + SAMPLES_PER_FRAME
    return all(span.end <= start or span.start >= end for span in spoken)

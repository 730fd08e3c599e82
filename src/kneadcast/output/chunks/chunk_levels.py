"""Metering of a chunk: decoding its frames, and measuring what is heard of them in the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.output.chunks.cutting import DECODED_DELAY, Chunk
from kneadcast.output.encode.mp3_frames import SAMPLES_PER_FRAME
from kneadcast.sound.metering import CONTEXT_FRAMES, PartLevels, SpeechLoudness, TruePeak
from kneadcast.sound.pcm import FRAME_RATE, Stereo, libsndfile_name
from kneadcast.sound.session_sound import SessionSound, Span

_MEASURED_FRAMES = 2 * FRAME_RATE
"""How much is decoded and measured at a time."""


def spoken_in_chunk(chunk: Chunk, span: Span, spoken: Iterable[Span]) -> tuple[Span, ...]:
    """Returns the sentences that are heard in a chunk, without what is outside of its file.

    Args:
        chunk: The chunk.
        span: The frames of the session that its file contains.
        spoken: The frames of the session between which the voice speaks.
    """
    heard = chunk.decoded_samples(span.end - span.start)
    start, end = span.start + heard.start, span.start + heard.end
    within = (Span(max(span.start, one.start), min(span.end, one.end)) for one in spoken if one.end > span.start)
    return tuple(one for one in within if start <= one.start < end)


def measure_chunk(frames: Path, chunk: Chunk, span: Span, session: SessionSound) -> PartLevels:
    """Decodes a chunk with the frames around it, and measures its levels.

    Args:
        frames: A file with the MP3 frames from the first that was encoded for the chunk on.
        chunk: The chunk.
        span: The frames of the session that its file contains.
        session: The session.

    Raises:
        OutputError: If the frames have less sound than the chunk.
    """
    import soundfile  # a session whose chunks are all kept decodes nothing

    heard = chunk.decoded_samples(span.end - span.start)
    spoken = spoken_in_chunk(chunk, span, session.spoken)
    # The sample of the file at which the decoded sound begins.
    origin = chunk.first_encoded * SAMPLES_PER_FRAME - DECODED_DELAY
    at, end = heard.start - origin, heard.end - origin
    with soundfile.SoundFile(libsndfile_name(frames)) as file:

        def decode(number: int) -> Stereo:
            decoded: Stereo = file.read(number, dtype="float32", always_2d=True)
            return decoded

        speech, peak = SpeechLoudness(spoken), TruePeak(decode(at)[-CONTEXT_FRAMES:])
        while len(block := decode(min(_MEASURED_FRAMES, end - at))):
            speech.add(span.start + origin + at, block)
            peak.add(block)
            at += len(block)
        true_peak = peak.finish(decode(CONTEXT_FRAMES))
    if at < end:
        raise OutputError(f"ffmpeg wrote {at / FRAME_RATE:.1f} s of {end / FRAME_RATE:.1f} s of sound; try again")
    ambience_lufs = [lufs for one in spoken for lufs in session.ambience_lufs(*one)]
    return PartLevels(speech.blocks_lufs(), tuple(ambience_lufs), true_peak)

"""The drawn timeline: nothing that is written overlaps, is cut off or is small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from kneadcast.build import compile_session
from kneadcast.messages import messages_in
from kneadcast.options import Options
from kneadcast.output.pictures.timeline_figure import DOTS_PER_INCH, draw_figure
from kneadcast.output.pictures.timeline_legend import legend_of
from kneadcast.output.pictures.timeline_names import rows_with_room
from kneadcast.output.pictures.timeline_text import TextSizes
from kneadcast.output.pictures.waveform import POINTS_PER_SECOND, Waveform
from kneadcast.script.labels import step_title
from kneadcast.script.model import Script, ScriptStep
from tests.output.pictures.contrast import contrast
from tests.sound.sounds import chime, script, speech

SESSIONS = [
    ("five-minute-feet", "5m", "en"),
    ("five-minute-feet", "5m", "de"),
    ("self-massage-at-home", "20m30s", "es"),
    ("partner-full", "1h", "en"),
    ("toes-to-hip", "1h30m", "de"),
    ("relaxing", "2h30m", "es"),
]
ROUNDING = 0.5
"""Pixels."""


@pytest.fixture(params=SESSIONS, ids=" ".join, scope="module")
def of(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    routine, length, language = request.param
    return compile_session(routine, length=length, options=Options(language=language)).script


@pytest.fixture(scope="module")
def figure(of: Script) -> Figure:
    points = of.length_ms * POINTS_PER_SECOND // 1000
    return draw_figure(of, "full", Waveform(np.ones(points, np.float32), np.ones(points, np.float32)))


def texts(figure: Figure) -> list[Text]:
    return [text for axes in figure.axes for text in axes.texts if text.get_text()]


def boxes(figure: Figure) -> Iterator[tuple[str, Bbox]]:
    """Yields every text with its extent in pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for text in texts(figure):
        yield text.get_text(), text.get_window_extent(renderer)


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Returns the pairs of texts that overlap."""
    return [
        (one, other)
        for (one, box), (other, other_box) in combinations(boxes(figure), 2)
        if min(box.x1, other_box.x1) - max(box.x0, other_box.x0) > ROUNDING
        and min(box.y1, other_box.y1) - max(box.y0, other_box.y0) > ROUNDING
    ]


def cut_off(figure: Figure) -> list[str]:
    """Returns the texts that are not completely inside a figure."""
    width, height = figure.get_size_inches() * DOTS_PER_INCH
    return [text for text, box in boxes(figure) if min(box.x0, box.y0, width - box.x1, height - box.y1) < -ROUNDING]


def steps_of(length_ms: int, number: int, **of_step: str) -> Script:
    """Returns a session of equally long steps."""
    edges = [length_ms * step // number for step in range(number + 1)]
    steps = tuple(
        ScriptStep(
            id=f"s{step}", kind="work", section="Feet", side="left", start_ms=start_ms, end_ms=end_ms,
            hands_on_ms=0, **{"area": "sole", "technique": "friction", **of_step},
        )
        for step, (start_ms, end_ms) in enumerate(pairwise(edges))
    )  # fmt: skip
    return script(length_ms, chime(0, "start"), speech(0, 10, "One."), steps=steps)


def test_no_two_texts_overlap_and_none_is_cut_off(figure: Figure) -> None:
    assert overlapping(figure) == []
    assert cut_off(figure) == []


def test_overlaps_and_cuts_are_found() -> None:
    spoilt = draw_figure(steps_of(60_000, 1), "off", None)
    at = texts(spoilt)[0].get_position()
    spoilt.axes[0].text(*at, "twice")
    spoilt.axes[0].text(12.9, 1, "beyond the edge")
    assert [pair for pair in overlapping(spoilt) if "twice" in pair]
    assert cut_off(spoilt) == ["beyond the edge"]


def test_every_text_is_large_and_dark_enough(figure: Figure) -> None:
    assert figure.dpi == DOTS_PER_INCH
    background = to_hex(figure.get_facecolor())
    for text in texts(figure):
        assert float(text.get_fontsize()) >= 9
        assert contrast(to_hex(text.get_color()), background) >= 4.5


def test_every_step_has_its_name_in_the_language_of_the_session(of: Script, figure: Figure) -> None:
    messages, written = messages_in(of.language), [text.get_text().replace("\n", " ") for text in texts(figure)]
    for step in of.steps:
        title = step_title(step, messages).replace(",", "")
        named = [one for one in written if one == title]
        alike = [one for one in of.steps if step_title(one, messages).replace(",", "") == title]
        assert len(named) >= len(alike), title


def test_every_name_is_near_its_step(of: Script, figure: Figure) -> None:
    rows = rows_with_room(of, messages_in(of.language), TextSizes(figure), 11.0)
    far = [placed for named in rows for placed in named.names if abs(placed.centre - placed.middle) > 0.3]
    assert far == [] or rows[0].row.end_ms <= 5 * 60_000


def test_no_id_is_written(of: Script, figure: Figure) -> None:
    ids = {one for step in of.steps for one in (step.id, step.area, step.technique) if one}
    ids = {one for one in (ids | {cue.id for cue in of.cues}) if set("-_.") & set(one)}
    assert ids
    assert [text.get_text() for text in texts(figure) if any(one in text.get_text() for one in ids)] == []


def test_the_legend_explains_the_marks_that_occur_with_words_and_shapes_of_their_own(of: Script) -> None:
    (_, sides), (_, chimes) = legend_of(of, messages_in(of.language))
    assert len(sides) == len({step.side for step in of.steps})
    assert len(chimes) == len({cue.sound for cue in of.cues if cue.sound})
    entries = [*sides, *chimes]
    assert len({mark.shape for mark, _ in entries}) == len(entries)
    for line in (sides, chimes):
        assert len({words for _, words in line}) == len(line)


def test_a_long_session_is_no_wider_than_a_short_one() -> None:
    short, long = (draw_figure(steps_of(minutes * 60_000, 3), "off", None) for minutes in (5, 150))
    assert short.get_size_inches()[0] == long.get_size_inches()[0]
    assert short.get_size_inches()[1] < long.get_size_inches()[1]


@pytest.mark.parametrize(("length_ms", "number"), [(1_000, 1), (1_000, 200), (60_000, 300), (600_000, 400)])
def test_however_short_steps_are_no_names_overlap(length_ms: int, number: int) -> None:
    figure = draw_figure(steps_of(length_ms, number), "full", None)
    assert overlapping(figure) == []
    assert cut_off(figure) == []
    assert any(text.get_text() == "Sole\ncircular rubbing" for text in texts(figure))


def test_long_words_and_formulas_of_own_scripts_are_written_as_they_are() -> None:
    of = steps_of(300_000, 6, area="the-side-of-the-foot-that-lies-on-the-bed", technique="x_$_y_$_z")
    figure = draw_figure(of.model_copy(update={"title": "Five $ and ten $ " * 12}), "off", None)
    assert overlapping(figure) == []
    assert cut_off(figure) == []
    assert "x $ y $ z" in "".join(text.get_text() for text in texts(figure))

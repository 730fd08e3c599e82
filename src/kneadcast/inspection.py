"""Inspection of finished sessions: their provenance, a comparison of the sound with the script, and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kneadcast import output
from kneadcast.atomic_file import atomic_file
from kneadcast.document.files import check_regular
from kneadcast.errors import OutputError
from kneadcast.script.file import read_script
from kneadcast.sound import load_template

if TYPE_CHECKING:
    from kneadcast.output import Provenance, Verification


def inspect_file(path: Path) -> Provenance:
    """Returns the provenance of a finished session: its script, its options and the version of Kneadcast.

    Raises:
        OutputError: If the file cannot be read, or is not a session.
    """
    return output.read_provenance(path)


def verify(path: Path) -> Verification:
    """Decodes a finished session and compares each chime and sentence with the script inside it.

    Raises:
        KneadcastError: If the file cannot be read or decoded or is not a session, or its template does not exist.
    """
    script = output.read_provenance(path).script
    template = load_template(script.sound.template).with_settings(script.sound)
    return output.verify_sound(script, template, path, exact=output.find_format(None, path).exact)


def plot_session(source: Path, target: Path, *, script: Path | None = None, force: bool = False) -> Path:
    """Draws a session on one time axis, as a PNG or SVG file.

    Args:
        source: A finished session, or a script file.
        target: The picture.
        script: The script file of a session that does not contain its own.
        force: Whether a file may be replaced that Kneadcast did not draw.

    Raises:
        KneadcastError: If the source is no regular file or has no script, the picture cannot be written, or matplotlib
            is missing.
    """
    check_regular(source, OutputError)
    output.check_picture(target)
    inputs = [source, script] if script else [source]
    output.check_targets([output.Target(target, "the picture")], inputs=inputs, force=force)
    is_script = source.suffix in (".yaml", ".yml", ".json")
    script_path = script or (source if is_script else None)
    drawn = read_script(script_path).script if script_path else output.read_provenance(source).script
    template = load_template(drawn.sound.template).with_settings(drawn.sound)
    outline = None if is_script else output.waveform(output.decoded_blocks(source))
    with atomic_file(target) as part:
        output.draw_timeline(drawn, template.pacer.mode, outline, part)
        output.seal(part)
    return target

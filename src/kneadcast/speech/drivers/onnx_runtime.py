"""Importing onnxruntime, which reports its use over the Internet unless that is switched off before it is loaded.

Releases from 1.29 on store an identifier of the computer and a database in the user's cache folder, and send events
about each session. `ORT_DISABLE_TELEMETRY` prevents all of it, but only if it is set before the library is loaded;
`disable_telemetry_events` alone comes after the first event (Privacy.md of onnxruntime 1.32, "Disabling Telemetry").
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

OFFLINE_ENVIRONMENT: Mapping[str, str] = {
    "ORT_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
}
"""Environment variables with which a speech engine, and packages that it may import, send and download nothing."""


def import_with_onnxruntime(name: str) -> Any:
    """Imports onnxruntime, or a package that imports it, with its telemetry off.

    No other function may import onnxruntime or such a package.

    Args:
        name: The module to return.
    """
    os.environ.update(OFFLINE_ENVIRONMENT)
    import_module("onnxruntime").disable_telemetry_events()
    return import_module(name)


def with_output(model: bytes, tensor: str) -> bytes:
    """Returns an ONNX file with one more output, a tensor inside its graph.

    Parsing two messages of Protocol Buffers in a row merges them (protobuf.dev, "Encoding", "Last One Wins"), so it is
    enough to append `ModelProto { graph { output { name } } }`, with the numbers of these fields in onnx.proto.

    Args:
        model: The file.
        tensor: The name of the tensor, of at most 100 ASCII characters.
    """
    message = tensor.encode("ascii")
    for field_number in (1, 12, 7):  # ValueInfoProto.name, GraphProto.output, ModelProto.graph
        message = bytes([field_number << 3 | 2, len(message)]) + message
    return model + message

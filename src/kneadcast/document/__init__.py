"""Reads YAML files into frozen models, and reports what is wrong in them with line and column."""

from kneadcast.document.reading import Document, format_place, parse_document, read_document
from kneadcast.document.validation import read_model, validate
from kneadcast.document.writing import to_yaml

__all__ = [
    "Document",
    "format_place",
    "parse_document",
    "read_document",
    "read_model",
    "to_yaml",
    "validate",
]

"""YAML files read into frozen models, with the line and column of everything that is wrong in them."""

from kneadcast.document.reading import Document, format_place, parse_document, read_document
from kneadcast.document.validation import read_model, validate

__all__ = ["Document", "format_place", "parse_document", "read_document", "read_model", "validate"]

"""What is printed for listeners, in each language: on the page, on paper, in transcripts, chapters, tags and pictures.

The words are data: `en.yaml`, `de.yaml` and `es.yaml` have the same keys. What is spoken is in the routines, and what
the command line says is English.
"""

from kneadcast.messages.catalog import ENGLISH, known_languages, messages_in
from kneadcast.messages.model import Messages, PageMessages, PressureWords

__all__ = ["ENGLISH", "Messages", "PageMessages", "PressureWords", "known_languages", "messages_in"]

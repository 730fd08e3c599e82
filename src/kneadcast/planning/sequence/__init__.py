"""The sequence of a session: what happens in which order and in which words, before it has lengths."""

"""Listening: what a listener says while a session is played becomes commands, on this computer alone."""

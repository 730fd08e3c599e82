"""The script of a session: its model, its file, and what is done with it."""

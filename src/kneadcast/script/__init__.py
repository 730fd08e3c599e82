"""The script of a session: its model, its file format, its checks and its transformations."""

"""Sharing finished sessions: a small web server that gives the files that it was told to, and nothing else.

`application.py` answers requests behind `access.py`, which refuses whatever is not for it. What can be requested is a
mapping that is made before the server starts, so no request ever becomes the name of a file.
"""

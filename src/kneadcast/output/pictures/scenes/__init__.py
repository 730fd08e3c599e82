"""Scenes: what the hands of a step do, drawn on the part of the body that they work."""

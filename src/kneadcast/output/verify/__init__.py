"""Checks of a finished file against its script."""

"""Checking a finished file against its script."""

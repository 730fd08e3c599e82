"""Encoding sound with ffmpeg."""

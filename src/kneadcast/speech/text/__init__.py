"""Text normalisation and phonetic notation."""

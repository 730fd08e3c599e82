"""From a routine to a timed script: pure functions on frozen values, with no files, clocks or sound."""

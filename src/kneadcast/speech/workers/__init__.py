"""Worker processes, in which all drivers run."""

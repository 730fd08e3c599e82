"""The cache on disk: sealed entries that outlast a build, where they are, and how much room they may take."""

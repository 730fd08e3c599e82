"""MP3 in chunks: parts of a session that are mixed, encoded and metered on their own, kept, and stitched together."""

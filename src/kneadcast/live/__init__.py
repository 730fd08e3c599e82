"""A session that is planned anew while it is played: commands go in, sound comes out, and what happened is recorded."""

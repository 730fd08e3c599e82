"""Planning: from a routine, a length and preferences to a plan and its script. Pure functions, no I/O."""

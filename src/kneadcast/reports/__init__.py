"""Reports on routines, plans and scripts, as text or data."""

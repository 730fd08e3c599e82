"""Tags of finished files."""

"""Tags of programs."""

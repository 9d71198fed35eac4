"""Changes of state in programs."""

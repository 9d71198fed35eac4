"""Changes of state of monitoring."""

"""Changes of state of the shell."""

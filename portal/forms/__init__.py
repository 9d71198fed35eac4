"""Forms of the shell."""

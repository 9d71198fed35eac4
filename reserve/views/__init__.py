"""Pages of the reserve, thin."""

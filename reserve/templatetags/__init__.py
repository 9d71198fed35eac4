"""Template tags of the reserve."""

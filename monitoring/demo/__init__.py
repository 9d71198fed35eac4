"""The demo: an invented region, of the size and shape of a real network."""

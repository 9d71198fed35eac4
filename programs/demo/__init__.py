"""Programs of the demo."""

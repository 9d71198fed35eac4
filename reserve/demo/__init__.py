"""The reserve's part of the demo."""

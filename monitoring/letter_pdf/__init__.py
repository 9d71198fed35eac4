"""Addressed letters: what one says, how it is laid out, and the PDF of it."""

"""Reading models of results: querysets in, frozen dataclasses out."""

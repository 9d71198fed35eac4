"""What the reserve's codes in the journal mean."""

from django.utils.functional import Promise

WORDS: dict[str, Promise | str] = {}

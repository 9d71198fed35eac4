"""What findings say, in the language of the page."""

from __future__ import annotations

from typing import Final

from programs.checks.wording import passport, plan, results
from programs.checks.wording.words import Words

WORDS: Final[dict[str, Words]] = {**plan.WORDS, **passport.WORDS, **results.WORDS}

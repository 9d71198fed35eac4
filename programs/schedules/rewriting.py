"""Joins tokens into larger ones: rules are patterns over the tokens' tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from programs.schedules.tokens import Token

Build = Callable[[Sequence[Token]], Token | None]


@dataclass(frozen=True)
class Rule:
    """A pattern over tags and what its tokens become; None leaves them apart."""

    pattern: re.Pattern[str]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """Make a rule."""
    return Rule(re.compile(pattern), build)


def rewrite(tokens: list[Token], rules: Sequence[Rule]) -> list[Token]:
    """Apply the rules one after the other, each from left to right."""
    for each in rules:
        tokens = applied(tokens, each)
    return tokens


def applied(tokens: list[Token], each: Rule) -> list[Token]:
    """Return the tokens with every match of one rule replaced."""
    tags, done, result = "".join(token.tag for token in tokens), 0, list[Token]()
    for match in each.pattern.finditer(tags):
        joined = each.build(tokens[match.start() : match.end()])
        if joined and match.end() > match.start():
            result += [*tokens[done : match.start()], joined]
            done = match.end()
    return result + tokens[done:]


def text_of(tokens: Sequence[Token]) -> str:
    """Return the words of the tokens."""
    return " ".join(token.text for token in tokens)


def only(tokens: Sequence[Token], tags: str) -> list[Token]:
    """Return the tokens that have one of the tags."""
    return [token for token in tokens if token.tag in tags]

"""How well a post is covered by those who are ready, and what it takes; pure."""

from __future__ import annotations

import enum

ENOUGH = 2


class Cover(enum.StrEnum):
    """Two or more who are ready, one, nobody."""

    FULL = enum.auto()
    THIN = enum.auto()
    BARE = enum.auto()


class Advice(enum.StrEnum):
    """The first thing to do about a post."""

    NOMINATE = enum.auto()  # it is vacant and somebody fits
    DECLARE = enum.auto()  # it is free soon, nobody has declared it
    NEIGHBORS = enum.auto()  # ready ones elsewhere have not been asked
    TRAIN = enum.auto()  # somebody of the municipality is prospective
    COMPETITION = enum.auto()  # nobody at all
    NOTHING = enum.auto()


def of(fits: int) -> Cover:
    """Return how well `fits` ready people cover a post."""
    if fits >= ENOUGH:
        return Cover.FULL
    return Cover.THIN if fits else Cover.BARE


def advice(
    *, fits: int, is_vacant: bool, is_declared: bool, elsewhere: int, prospective: int
) -> Advice:
    """Return what to do first; `elsewhere` are ready people of other municipalities."""
    if is_vacant and not is_declared:
        return Advice.DECLARE
    if is_declared and fits:
        return Advice.NOMINATE
    if fits >= ENOUGH:
        return Advice.NOTHING
    if prospective:
        return Advice.TRAIN
    return Advice.NEIGHBORS if elsewhere else Advice.COMPETITION

"""The shape of the region: municipalities and organizations by type and size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from monitoring.demo import names
from monitoring.demo.names import Place, Title
from portal.models import Organization

Type = Organization.Type
ORGANIZATIONS_IN_MUNICIPALITY = 22
CITY_WEIGHTS = (4.4, 2.6, 1.6)  # the capital, the second and the third city
VILLAGE_SHARE = {True: 0.12, False: 0.72}  # of general schools, by is_urban
SMALLEST_SCHOOL = 14


@dataclass(frozen=True)
class TypeShape:
    """How many organizations of a type, and learners in all of them."""

    type: str
    organizations: int
    learners: int


SHAPE = (
    TypeShape(Type.GENERAL, 380, 149_130),
    TypeShape(Type.EVENING, 6, 1_044),
    TypeShape(Type.ADAPTED, 19, 3_463),
    TypeShape(Type.PPMS, 1, 99),
    TypeShape(Type.PRIVATE, 5, 817),
)
FULL = sum(shape.organizations for shape in SHAPE)


@dataclass(frozen=True)
class School:
    """An organization: where it stands in the list of places, what it is."""

    place: int
    type: str
    title: Title
    learners: int
    deputies: int
    is_rural: bool
    is_low_results: bool
    is_unfavorable: bool
    is_innovative: bool


@dataclass(frozen=True)
class Network:
    """The region's municipalities, and their organizations place by place."""

    places: tuple[Place, ...]
    schools: tuple[School, ...]


@dataclass(frozen=True)
class _Seat:
    """A school before it has a name: its municipality, type and surroundings."""

    place: int
    type: str
    is_rural: bool


def plan(organizations: int, dice: Random) -> Network:
    """Return a network of so many organizations, like the full one in its shares."""
    places = names.places(municipality_count(organizations))
    seats = _seats(type_counts(organizations), places, dice)
    learners = _learners(seats, dice)
    titles = names.Titles(places)
    schools = (
        _school(
            seat, titles.next(seat.place, seat.type, seat.is_rural, size), size, dice
        )
        for seat, size in zip(seats, learners, strict=True)
    )
    return Network(places, tuple(schools))


def municipality_count(organizations: int) -> int:
    """Return how many municipalities so many organizations need; at least two."""
    return max(2, round(organizations / ORGANIZATIONS_IN_MUNICIPALITY))


def type_counts(organizations: int) -> dict[str, int]:
    """Share the organizations out by type, in proportion to the full network."""
    counts = shared_out(organizations, [shape.organizations for shape in SHAPE])
    return {shape.type: count for shape, count in zip(SHAPE, counts, strict=True)}


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights so that the parts add up to it exactly."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_rest[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _seats(
    counts: dict[str, int], places: Sequence[Place], dice: Random
) -> list[_Seat]:
    weights = [
        CITY_WEIGHTS[i] if i < len(CITY_WEIGHTS) else dice.uniform(0.55, 1.25)
        for i in range(len(places))
    ]
    seats = [
        _Seat(place, Type.GENERAL, _is_village(place, places[place], dice))
        for place, count in enumerate(shared_out(counts[Type.GENERAL], weights))
        for _ in range(count)
    ]
    for type_, count in counts.items():
        if type_ != Type.GENERAL:
            seats += [_Seat(place, type_, False) for place in _spread(count, weights)]
    return sorted(seats, key=lambda seat: (seat.place, seat.is_rural))


def _is_village(index: int, place: Place, dice: Random) -> bool:
    share = 0.03 if index == 0 else VILLAGE_SHARE[place.is_urban]
    return dice.random() < share


def _spread(count: int, weights: Sequence[float]) -> list[int]:
    """Return places for the rarer types: the larger the place, the sooner."""
    by_size = sorted(range(len(weights)), key=lambda i: (-weights[i], i))
    reach = max(1, len(by_size) * 2 // 3)
    return [by_size[i % reach] for i in range(count)]


def _learners(seats: Sequence[_Seat], dice: Random) -> list[int]:
    sizes = [0] * len(seats)
    for shape in SHAPE:
        members = [i for i, seat in enumerate(seats) if seat.type == shape.type]
        if members:
            weights = [_weight(seats[i], dice) for i in members]
            for i, size in zip(members, _sizes(shape, weights), strict=True):
                sizes[i] = size
    return sizes


def _weight(seat: _Seat, dice: Random) -> float:
    middle = 0.28 if seat.is_rural else 1.0
    return middle * min(max(dice.lognormvariate(0, 0.45), 0.2), 2.6)


def _sizes(shape: TypeShape, weights: Sequence[float]) -> list[int]:
    total = round(shape.learners * len(weights) / shape.organizations)
    spread = shared_out(total - SMALLEST_SCHOOL * len(weights), weights)
    return [SMALLEST_SCHOOL + size for size in spread]


def _school(seat: _Seat, title: Title, learners: int, dice: Random) -> School:
    return School(
        place=seat.place,
        type=seat.type,
        title=title,
        learners=learners,
        deputies=min(5, max(0, (learners - 60) // 260 + dice.choice((0, 1, 1)))),
        is_rural=seat.is_rural,
        is_low_results=dice.random() < 0.09,
        is_unfavorable=dice.random() < (0.22 if seat.is_rural else 0.08),
        is_innovative=dice.random() < 0.08,
    )

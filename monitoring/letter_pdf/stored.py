"""Frozen dataclasses to JSON data and back, by their annotations."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
TEXTUAL: dict[object, Callable[[str], object]] = {
    str: str,
    Decimal: Decimal,
    dt.date: dt.date.fromisoformat,
}


def read(kind: type[T], data: Mapping[str, object]) -> T:
    """Build the dataclass from JSON data; ValueError names the field that is wrong."""
    built = _read_dataclass(kind, data, kind.__name__)
    if not isinstance(built, kind):
        raise TypeError(kind)
    return built


def written(value: object) -> object:
    """Return the value as JSON data: dates in ISO form, decimals as strings."""
    if isinstance(value, tuple):
        return [written(item) for item in value]
    if isinstance(value, Decimal | dt.date):
        return str(value)
    if is_dataclass(value):
        return {name: written(item) for name, item in vars(value).items()}
    return value


def _read(kind: object, value: object, place: str) -> object:
    """Read one value as the annotation says."""
    if is_dataclass(kind):
        return _read_dataclass(kind, value, place)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(
            _read(get_args(kind)[0], item, f"{place}[{index}]")
            for index, item in enumerate(value)
        )
    if get_origin(kind) in {UnionType, Union}:
        own = next(each for each in get_args(kind) if each is not NoneType)
        return None if value is None else _read(own, value, place)
    return _read_plain(kind, value, place)


def _read_plain(kind: object, value: object, place: str) -> object:
    """Read a text, number, date, flag or one of a few words."""
    if get_origin(kind) is Literal and value in get_args(kind):
        return value
    if kind in TEXTUAL and isinstance(value, str):
        try:
            return TEXTUAL[kind](value)
        except (ValueError, InvalidOperation) as error:
            raise ValueError(f"{place}: {value!r}") from error
    if kind in {int, bool} and type(value) is kind:
        return value
    raise ValueError(f"{place}: {value!r}")


def _read_dataclass(kind: object, value: object, place: str) -> object:
    if not isinstance(value, Mapping) or not callable(kind):
        raise ValueError(f"{place}: {value!r}")
    hints, required = _fields(kind)
    if wrong := sorted((value.keys() - hints.keys()) | (required - value.keys())):
        raise ValueError(f"{place}: {', '.join(map(str, wrong))}")
    return kind(**{n: _read(hints[n], v, f"{place}.{n}") for n, v in value.items()})


@cache
def _fields(kind: Callable[..., object]) -> tuple[dict[str, object], frozenset[str]]:
    """Return the annotations of the fields and the names of those without a default."""
    if not isinstance(kind, type) or not is_dataclass(kind):
        raise TypeError(kind)
    required = (f.name for f in fields(kind) if f.default is MISSING)
    return get_type_hints(kind), frozenset(required)

"""Sheets by rule: conflicts, even loads, the same plan for the same rows."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from reserve.assignment import Conflict, Judge, Work, assign, conflict

HERE = "000001/000002/000003/"


def test_conflicts_are_of_self_nominator_organization_and_municipality() -> None:
    work = Work(1, 1, HERE, person=5, nominated_by=7)

    def of(path: str, **fields: int) -> Conflict | None:
        return conflict(Judge(1, "А", path, **fields), work)

    assert of(HERE) is Conflict.ORGANIZATION
    assert of("000001/000002/000004/") is Conflict.MUNICIPALITY
    assert of("000001/000002/") is Conflict.MUNICIPALITY
    assert of("", person=5) is Conflict.SELF
    assert of("", user=7) is Conflict.NOMINATOR
    assert of("000001/") is None
    assert of("000001/000009/000004/") is None
    assert of("") is None


def test_recused_pairs_are_never_made_again() -> None:
    judges = [Judge(1, "А"), Judge(2, "Б"), Judge(3, "В")]

    plan = assign(judges, [Work(1, 1, HERE)], 2, given={(1, 1)}, barred={(1, 2)})

    assert plan.pairs == [(1, 3)]


def test_a_shortage_names_the_conflicts() -> None:
    judges = [Judge(1, "А", HERE), Judge(2, "Б"), Judge(3, "В", "000001/000002/")]

    plan = assign(judges, [Work(1, 1, HERE)], 3)

    assert plan.pairs == [(1, 2)]
    assert plan.short[0].missing == 2
    assert plan.short[0].conflicts == {
        "А": Conflict.ORGANIZATION,
        "В": Conflict.MUNICIPALITY,
    }


def test_a_chain_of_hand_overs_evens_the_load() -> None:
    # А may take all, Б only the works elsewhere: the first works must go to Б.
    judges = [Judge(1, "А"), Judge(2, "Б", "000001/000002/")]
    works = [Work(n, n, "000001/000009/1/") for n in (1, 2)]
    works += [Work(n, n, HERE) for n in (3, 4)]

    plan = assign(judges, works, 1)

    assert sorted(judge for _work, judge in plan.pairs) == [1, 1, 2, 2]


PLACES = st.sampled_from(["", "1/", "1/2/", "1/2/3/", "1/4/", "1/4/5/", "1/6/7/"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PLACES, min_size=1, max_size=5),
    st.lists(PLACES, min_size=1, max_size=6),
    st.integers(1, 3),
)
def test_the_plan_is_lawful_full_and_as_even_as_can_be(
    homes: list[str], places: list[str], per_work: int
) -> None:
    judges = [Judge(n, chr(1040 + n), path) for n, path in enumerate(homes)]
    works = [Work(n, n, path) for n, path in enumerate(places)]

    plan = assign(judges, works, per_work)

    for work in works:
        allowed = [j.key for j in judges if conflict(j, work) is None]
        got = [judge for one, judge in plan.pairs if one == work.key]
        assert set(got) <= set(allowed)
        assert len(got) == len(set(got)) == min(per_work, len(allowed))
    assert unevenness(plan.pairs) == best(judges, works, per_work)
    assert assign(judges[::-1], works[::-1], per_work).pairs == plan.pairs


def unevenness(pairs: list[tuple[int, int]]) -> int:
    """Sum the squares of the loads: least where they are even."""
    loads: dict[int, int] = {}
    for _work, judge in pairs:
        loads[judge] = loads.get(judge, 0) + 1
    return sum(load * load for load in loads.values())


def best(judges: list[Judge], works: list[Work], per_work: int) -> int:
    """Find the least unevenness by trying the loads of every possible plan."""
    loads = {(0,) * len(judges)}
    for work in works:
        allowed = [n for n, j in enumerate(judges) if conflict(j, work) is None]
        choices = list(itertools.combinations(allowed, min(per_work, len(allowed))))
        loads = {
            tuple(load + (n in chosen) for n, load in enumerate(before))
            for before in loads
            for chosen in choices
        }
    return min(sum(n * n for n in load) for load in loads)

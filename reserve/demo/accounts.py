"""Who signs in to look at the reserve: a candidate and an expert; other experts."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from portal.models import Membership, Person, User
from reserve.demo.ground import Ground, Worker

COLLEAGUES = (("Тамара", "Криницына"), ("Павел", "Увалов"), ("Инна", "Росина"))


def candidate(ground: Ground, worker: Worker) -> User:
    """Give the worker an account without any role."""
    person = Person.objects.get(pk=worker.person)
    return User.objects.create(
        username="candidate",
        first_name=person.first_name,
        last_name=person.last_name,
        email="candidate@portal.example",
        password=make_password(ground.stage.password),
        person=person,
    )


def experts(ground: Ground) -> list[User]:
    """Return the expert who signs in, and colleagues who do not."""
    password = make_password(ground.stage.password)
    names = [("expert", "Ольга", "Перекатова", password)]
    names += [
        (f"expert-{number}", first, last, make_password(None))
        for number, (first, last) in enumerate(COLLEAGUES, 2)
    ]
    users = [
        User.objects.create(
            username=username,
            first_name=first,
            last_name=last,
            email=f"{username}@portal.example",
            password=code,
        )
        for username, first, last, code in names
    ]
    Membership.objects.bulk_create(
        [
            Membership(user=user, unit=ground.region, role=Membership.Role.EXPERT)
            for user in users
        ]
    )
    return users

"""What the apps add to the pages about a person: settings.PERSON_PARTS lists them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from portal.home import Card
from portal.models import Person, User

Offer = Callable[[User, Person], Card | None]


def parts(user: User, person: Person) -> list[Card]:
    """Return the blocks about the person that the user may see, in their order."""
    offers: list[Offer] = [import_string(path) for path in settings.PERSON_PARTS]
    return [part for offer in offers if (part := offer(user, person))]

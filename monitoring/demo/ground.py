"""The region as rows: units, organizations, bodies and staff."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.demo import names
from monitoring.demo.names import Place
from monitoring.demo.network import Network, School
from monitoring.demo.staff import Staff
from portal.models import Appointment, Body, Organization, Person, Position, Unit

TIME_ZONE = "Asia/Vladivostok"
CODE = "00000000"  # no territory's: codes of the classifier begin with 01
BATCH = 4000
LEARNERS_TO_ONE = 13
MINISTRY = "Министерство образования Приозёрского края"
OPERATOR = "Приозёрский краевой институт развития образования"


@dataclass(frozen=True)
class Ground:
    """What stands in the database: units in the order of the network's lists."""

    region: Unit
    places: list[Unit]
    schools: list[Unit]
    people: list[int]


def write(network: Network, staff: Staff) -> Ground:
    """Write the region with everybody in it; return the units and people."""
    region = Unit.objects.create(
        kind=Unit.Kind.REGION,
        name=names.REGION,
        short_name=names.REGION,
        code=CODE,
        timezone=TIME_ZONE,
    )
    places = _places(region, network)
    schools = _schools(places, network)
    _bodies(region, places, network)
    return Ground(region, places, schools, _staff(schools, staff))


def _places(region: Unit, network: Network) -> list[Unit]:
    return Unit.objects.bulk_create(
        [
            Unit(
                kind=Unit.Kind.MUNICIPALITY,
                parent=region,
                name=place.name,
                short_name=place.short_name,
                code=f"{number:08d}",
            )
            for number, place in enumerate(network.places, start=1)
        ],
        batch_size=BATCH,
    )


def _schools(places: list[Unit], network: Network) -> list[Unit]:
    units = Unit.objects.bulk_create(
        [
            Unit(
                kind=Unit.Kind.ORGANIZATION,
                parent=places[school.place],
                name=school.title.name,
                short_name=school.title.short_name,
                code=f"{number:010d}",
            )
            for number, school in enumerate(network.schools, start=1)
        ],
        batch_size=BATCH,
    )
    Organization.objects.bulk_create(
        map(_organization, units, network.schools), batch_size=BATCH
    )
    return units


def _organization(unit: Unit, school: School) -> Organization:
    return Organization(
        unit=unit,
        type=school.type,
        is_rural=school.is_rural,
        is_low_results=school.is_low_results,
        is_unfavorable=school.is_unfavorable,
        is_innovative=school.is_innovative,
        learners=school.learners,
        staff=1 + school.deputies + school.learners // LEARNERS_TO_ONE,
    )


def _bodies(region: Unit, places: list[Unit], network: Network) -> None:
    town = network.places[0].town
    Body.objects.bulk_create([_ministry(region, town), _operator(region, town)])
    Body.objects.bulk_create(
        map(_municipal_authority, places, network.places), batch_size=BATCH
    )


def _ministry(region: Unit, town: str) -> Body:
    return Body(
        unit=region,
        kind=Body.Kind.REGIONAL_AUTHORITY,
        name=MINISTRY,
        short_name="Министерство образования края",
        letterhead=[
            f"ул. Примерная, д. 1, г. {town}, 000000",
            "тел. +7 (000) 000-00-00, office@ministry.example",
            "ОГРН 0000000000000",
            "ИНН/КПП 0000000000/000000000",
        ],
        signatory_position="Заместитель министра",
        signatory_name="В. А. Заречная",
        executor_position="Главный специалист отдела оценки качества образования",
        executor_phone="+7 (000) 000-00-01",
    )


def _operator(region: Unit, town: str) -> Body:
    return Body(
        unit=region,
        kind=Body.Kind.REGIONAL_OPERATOR,
        name=OPERATOR,
        short_name="Приозёрский ИРО",
        letterhead=[
            f"ул. Примерная, д. 2, г. {town}, 000000",
            "тел. +7 (000) 000-00-02, office@institute.example",
        ],
        signatory_position="Ректор",
        signatory_name="О. И. Луговая",
    )


def _municipal_authority(unit: Unit, place: Place) -> Body:
    return Body(
        unit=unit,
        kind=Body.Kind.MUNICIPAL_AUTHORITY,
        name=f"Управление образования администрации {place.of_place}",
        short_name=f"Управление образования, {place.short_name}",
        letterhead=[
            f"ул. Примерная, д. 3, г. {place.town}, 000000",
            "тел. +7 (000) 000-00-03",
        ],
        signatory_position="Начальник управления образования",
    )


def _staff(schools: list[Unit], staff: Staff) -> list[int]:
    """Write people, posts and terms; return the ids of the people in their order."""
    people = Person.objects.bulk_create(
        [Person(**vars(someone)) for someone in staff.people], batch_size=BATCH
    )
    posts = Position.objects.bulk_create(
        [
            Position(unit=schools[post.school], kind=post.kind, title=post.title)
            for post in staff.posts
        ],
        batch_size=BATCH,
    )
    Appointment.objects.bulk_create(
        [
            Appointment(
                person=people[term.person],
                position=posts[term.post],
                starts_on=term.starts_on,
                ends_on=term.ends_on,
                order_number=term.order,
            )
            for term in staff.terms
        ],
        batch_size=BATCH,
    )
    return [person.pk for person in people]

"""Meetings of the demo: the working group of the program, this year's interviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from portal.models import Unit
from programs import event_days
from programs.demo import wording
from programs.demo.ground import Ground
from programs.models import AgendaItem, Decision, Event, Meeting, Program
from programs.services.interviews import QUESTIONS
from programs.services.meetings import INTERVIEW

Kind, Status = Meeting.Kind, Meeting.Status
DAY = dt.timedelta(days=1)
SIGNED_AFTER: Final = 7  # days: what was held later is not signed yet
HOURS = (10, 11, 14, 15)
CLOSED = 0.6
SOON = dt.timedelta(days=21)  # later ones are not carried out yet
ROOM = "Министерство, зал заседаний"
CHAIR = "Заместитель министра"
Words = Mapping[str, Any]


@dataclass
class Office:
    """Writes the meetings of the region's running program."""

    site: Ground
    program: Program
    protocols: int = 0

    def group(self, row: Words, attendees: Sequence[str]) -> None:
        """Write a meeting of the working group with its agenda and decisions."""
        day = self._workday(self.site.today + row["days"] * DAY)
        kind = row.get("kind", Kind.GROUP)
        meeting = self._meeting(day, HOURS[0], attendees, kind=kind, title=row["title"])
        meeting.place, meeting.chair = ROOM, CHAIR
        meeting.save()
        numbers = iter(range(1, 100))
        for position, item in enumerate(row["agenda"], 1):
            question = _question(meeting, position, item)
            for words in item.get("decisions", ()):
                unit = self.site.shown if words["unit"] == "shown" else self.site.region
                self._decide(question, unit, words, next(numbers), words["note"])

    def interviews(self, words: Words) -> None:
        """Write an interview with every municipal head, in a round of working days."""
        event = self.program.events.filter(kind=Event.Kind.INTERVIEW).first()
        slots = zip(self.site.places, self._slots(words), strict=False)
        for place, (day, hour) in sorted(slots, key=lambda slot: slot[1]):
            self._interview(place, day, hour, words, event)

    def _interview(
        self,
        place: Unit,
        day: dt.date,
        hour: int,
        words: Words,
        event: Event | None,
    ) -> None:
        title = INTERVIEW.format(place=place.short_name)
        meeting = self._meeting(
            day, hour, words["attendees"], kind=Kind.INTERVIEW, title=title
        )
        meeting.about, meeting.event = place, event
        meeting.place, meeting.chair = words["place"], words["chair"]
        meeting.save()
        items = [
            _question(meeting, position, {"topic": topic, "heard": heard})
            for position, (topic, heard) in enumerate(
                zip(QUESTIONS, words["heard"], strict=True), 1
            )
        ]
        if meeting.status in (Status.HELD, Status.SIGNED):
            self._decide_all(items, place, words)

    def _decide_all(
        self, items: Sequence[AgendaItem], place: Unit, words: Words
    ) -> None:
        fall = self.site.dice(f"interview {place.pk}")
        chosen = sorted(fall.sample(range(len(items)), 2))
        for number, index in enumerate(chosen, 1):
            is_closed = items[0].meeting.is_signed and fall.random() < CLOSED
            note = words["note"] if is_closed else ""
            row = words["decisions"][index]
            self._decide(items[index], place, row, number, note)

    def _decide(
        self, item: AgendaItem, unit: Unit, words: Words, number: int, note: str
    ) -> None:
        """Write a decision; what is closed was closed before its day."""
        meeting = item.meeting
        held_on = timezone.localdate(meeting.starts_at)
        due_on = self._workday(held_on + words["due"] * DAY)
        is_near = due_on < self.site.today + SOON
        is_closed = bool(note) and meeting.is_signed and is_near
        Decision.objects.create(
            meeting=meeting,
            item=item,
            unit=unit,
            number=str(number),
            text=words["text"],
            owner=words["owner"],
            due_on=due_on,
            status=Decision.Status.DONE if is_closed else Decision.Status.OPEN,
            note=note if is_closed else "",
            closed_on=min(due_on - DAY, self.site.today) if is_closed else None,
        )

    def _meeting(
        self,
        day: dt.date,
        hour: int,
        attendees: Sequence[str],
        **fields: Any,
    ) -> Meeting:
        """Return a meeting in the state it has on the day of the demo."""
        at = dt.datetime.combine(day, dt.time(hour), timezone.get_current_timezone())
        meeting = Meeting(
            unit=self.site.region,
            program=self.program,
            starts_at=at,
            created_by=self.site.users["operator"],
            **fields,
        )
        if at < timezone.now():
            meeting.status, meeting.attendees = Status.HELD, list(attendees)
        if (self.site.today - day).days > SIGNED_AFTER:
            self._sign(meeting, day)
        return meeting

    def _sign(self, meeting: Meeting, day: dt.date) -> None:
        self.protocols += 1
        suffix = "-с" if meeting.kind == Kind.INTERVIEW else ""
        meeting.status = Status.SIGNED
        meeting.protocol_number = f"{self.protocols}{suffix}"
        meeting.signed_at = self.site.at(day + 2 * DAY, 16)
        meeting.signed_by = self.site.users["ministry"]

    def _slots(self, words: Words) -> Iterator[tuple[dt.date, int]]:
        """Yield the days and hours of the round, as many as there are places."""
        is_working = event_days.working_days(self.site.region)
        first = self.site.today + words["first_day"] * DAY
        span = words["last_day"] - words["first_day"]
        days = [first + step * DAY for step in range(span)]
        days = [day for day in days if is_working(day)]
        a_day = -(-len(self.site.places) // len(days))
        for day in days:
            for hour in HOURS[:a_day]:
                yield day, hour

    def _workday(self, day: dt.date) -> dt.date:
        is_working = event_days.working_days(self.site.region)
        while not is_working(day):
            day += DAY
        return day


def load(site: Ground) -> None:
    """Write the meetings of the region's running program."""
    code = wording.plan_of("running")["code"]
    rows = Program.objects.published().filter(unit=site.region)
    program = rows.filter(code=code).first()
    if program is None:
        return
    words = wording.plan_of("demo_meetings")
    office = Office(site, program)
    for row in words["groups"]:
        office.group(row, words["attendees"])
    office.interviews(words["interview"])


def _question(meeting: Meeting, position: int, row: Words) -> AgendaItem:
    is_heard = meeting.status in (Status.HELD, Status.SIGNED)
    return AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        topic=row["topic"],
        speaker=row.get("speaker", ""),
        heard=row.get("heard", "") if is_heard else "",
    )

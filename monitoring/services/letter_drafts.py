"""Letters before they are made: one for every organization expected in the cycle.

Run anew, an unchanged letter stays as it is; one not yet sent is written over under
its number; one already sent stays on record and a new one replaces it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.letter_pdf import stored
from monitoring.letter_pdf.content import LetterContent, to_json
from monitoring.models import Cycle, Letter
from monitoring.services import letter_content, letter_facts
from monitoring.services.letter_facts import Common, Facts
from portal.figures import day
from portal.models import Unit

Status = Letter.Status
CHUNK = 500
WRITTEN_AT_ONCE = 100
PREFIX = "01-17/"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none of them looks like another
OWN = {"number", "dated_on", "verification"}  # of each letter, whatever it says
WRITTEN = [
    *("person", "status", "reason", "number", "dated_on", "content"),
    *("content_sha256", "path", "sha256", "size", "pages", "made_at"),
]


@dataclass(frozen=True)
class Draft:
    """What is to be written to a head, as JSON data; or why there is no letter."""

    person_id: int | None
    said: dict[str, object] | None
    reason: str = ""

    @cached_property
    def sha256(self) -> str:
        """The hash of what the letter says, whatever its number, code and day."""
        if self.said is None:
            return ""
        same = {name: self.said[name] for name in self.said.keys() - OWN}
        text = json.dumps(same, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Numbers:
    """Numbers of a cycle's letters: the next one follows the greatest given."""

    def __init__(self, cycle: Cycle) -> None:
        """Begin after the last number of the cycle."""
        given = Letter.objects.filter(cycle=cycle, number__startswith=PREFIX)
        last = given.order_by(Length("number").desc(), "-number").first()
        self._last = int(last.number.removeprefix(PREFIX)) if last else 0

    def next(self) -> str:
        """Give the next number."""
        self._last += 1
        return f"{PREFIX}{self._last:04}"


def prepare(cycle_id: int) -> int:
    """Write the cycle's letters, to be made; return how many wait for that.

    Raises Refused where the region has no authority to sign. May be run again.
    """
    common = letter_facts.common(cycle_id)
    ids = list(letter_facts.expected(common.cycle).values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _prepare(common, ids[start : start + CHUNK])
    return Letter.objects.filter(cycle=cycle_id, status=Status.WAITING).count()


@transaction.atomic
def rewrite(letter: Letter, content: LetterContent) -> Letter:
    """Give one letter another content; return the letter that stands now.

    The caller holds the letter's lock.
    """
    cycle = Cycle.objects.locked().select_related("owner").get(pk=letter.cycle_id)
    numbers, draft = Numbers(cycle), Draft(letter.person_id, to_json(content))
    if letter.issued_at is None:
        _write(letter, draft, numbers)
        letter.save(update_fields=WRITTEN)
        return letter
    follower = _follower(letter, cycle)
    _write(follower, draft, numbers)
    _replace([follower])
    return follower


def first_day(cycle: Cycle) -> dt.date:
    """Return the date of a cycle's letters: its run day, from which deadlines count.

    A cycle run before that day dates its letters today.
    """
    return min(_today(cycle), cycle.run_on)


@transaction.atomic
def _prepare(common: Common, unit_ids: Sequence[int]) -> None:
    """Write a chunk; the cycle's lock keeps a number from being given twice."""
    cycle = common.cycle
    Cycle.objects.locked().get(pk=cycle.pk)
    numbers, standing = Numbers(cycle), _standing(cycle, unit_ids)
    new, written_over, followers = [], [], []
    for facts in letter_facts.facts(cycle, unit_ids):
        letter = standing.get(facts.unit.pk)
        draft = _draft(common, facts, letter.addressee_override if letter else "")
        if letter is None:
            new.append(_write(_blank(cycle, facts.unit), draft, numbers))
        elif not _is_changed(letter, draft):
            continue
        elif letter.issued_at is None:
            written_over.append(_write(letter, draft, numbers))
        elif draft.said:
            followers.append(_write(_follower(letter, cycle), draft, numbers))
    Letter.objects.bulk_create(new, batch_size=WRITTEN_AT_ONCE)
    Letter.objects.bulk_update(written_over, WRITTEN, batch_size=WRITTEN_AT_ONCE)
    _replace(followers)


def _standing(cycle: Cycle, unit_ids: Sequence[int]) -> dict[int, Letter]:
    rows = Letter.objects.locked().current().filter(cycle=cycle, unit__in=unit_ids)
    return {letter.unit_id: letter for letter in rows}


def _draft(common: Common, facts: Facts, by_hand: str) -> Draft:
    cycle, head = common.cycle, facts.head
    closed_on = facts.unit.valid_to
    if closed_on and closed_on <= first_day(cycle):
        text = _("The organization is closed since %(day)s.")
        return Draft(None, None, text % {"day": day(closed_on)})
    if head is None:
        text = _("On %(day)s the organization had no head.")
        return Draft(None, None, text % {"day": day(cycle.reference_on)})
    content = letter_content.draft(common, facts, head, by_hand)
    return Draft(head.person_id, to_json(content))


def _is_changed(letter: Letter, draft: Draft) -> bool:
    return (letter.person_id, letter.content_sha256) != (
        draft.person_id,
        draft.sha256,
    ) or (draft.said is None and letter.reason != draft.reason)


def _write(letter: Letter, draft: Draft, numbers: Numbers) -> Letter:
    """Put the draft into the letter; what was made of it before is forgotten."""
    letter.person_id = draft.person_id
    letter.reason = draft.reason
    letter.content_sha256 = draft.sha256
    letter.path = letter.sha256 = ""
    letter.size = letter.pages = letter.made_at = None
    if draft.said is None:
        letter.status, letter.content = Status.WITHHELD, {}
        return letter
    letter.status = Status.WAITING
    letter.number = letter.number or numbers.next()
    letter.content = draft.said | {
        "number": letter.number,
        "dated_on": str(letter.dated_on),
        "verification": stored.written(letter_content.verification(letter.code)),
    }
    return letter


def _blank(cycle: Cycle, unit: Unit) -> Letter:
    return Letter(cycle=cycle, unit=unit, dated_on=first_day(cycle), code=_code())


def _follower(letter: Letter, cycle: Cycle) -> Letter:
    """Return a letter to stand in the place of one that is sent already.

    Until both are saved it points to the old one: two letters that nothing replaces
    would break the rule of one current letter.
    """
    return Letter(
        cycle=cycle,
        unit_id=letter.unit_id,
        dated_on=_today(cycle),
        addressee_override=letter.addressee_override,
        code=_code(),
        replaced_by=letter,
    )


def _replace(followers: Sequence[Letter]) -> None:
    Letter.objects.bulk_create(followers, batch_size=WRITTEN_AT_ONCE)
    sent = []
    for follower in followers:
        old, follower.replaced_by = follower.replaced_by, None
        if old:
            old.replaced_by = follower
            sent.append(old)
    Letter.objects.bulk_update(sent, ["replaced_by"], batch_size=CHUNK)
    Letter.objects.bulk_update(followers, ["replaced_by"], batch_size=CHUNK)


def _code() -> str:
    """Return twelve letters that nobody can guess, in groups: 7KD4-M2QX-91TB."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _place in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _today(cycle: Cycle) -> dt.date:
    zone = cycle.owner.timezone or settings.TIME_ZONE
    return timezone.localdate(timezone=ZoneInfo(zone))

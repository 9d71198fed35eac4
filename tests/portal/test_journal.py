"""The journal only grows; notifications come once, in the reader's language."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from portal import journal, notices
from portal.models import JournalEntry, Notification
from portal.notices import Notice
from tests import factories


def test_write_says_who_did_what_where_and_why(region, ministry):
    journal.write(
        "unit_renamed", region, by=ministry, unit=region, reason="Приказ", old="Край"
    )

    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by, entry.unit) == ("unit_renamed", ministry, region)
    assert (entry.subject_table, entry.subject_id) == ("portal_unit", region.pk)
    assert (entry.reason, entry.details) == ("Приказ", {"old": "Край"})


@pytest.mark.parametrize("act", ["update", "delete"])
def test_an_entry_can_be_neither_changed_nor_removed(region, act):
    entry = journal.write("unit_renamed", region, by=None)
    rows = JournalEntry.objects.filter(pk=entry.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(action="x") if act == "update" else rows.delete()


def test_notify_comes_once_to_each(db):
    users = [factories.user(), factories.user()]

    notices.notify(users, "cycle:1", "Итоги рассчитаны.", "/x/")
    notices.notify(users, "cycle:1", "Итоги рассчитаны.", "/x/")

    assert Notification.objects.count() == 2
    assert Notification.objects.filter(url="/x/", read_at=None).count() == 2


def test_notify_speaks_the_readers_language(db):
    russian, english = factories.user(language="ru"), factories.user(language="en")

    notices.notify([russian, english], "greeting", lambda: gettext("Yes"))

    texts = dict(Notification.objects.values_list("user_id", "text"))
    assert texts == {russian.pk: "Да", english.pk: "Yes"}


def test_many_notices_take_one_query(django_assert_num_queries, db):
    users = [factories.user() for _number in range(20)]

    with django_assert_num_queries(1):
        notices.send(Notice(user, "key", "text") for user in users)

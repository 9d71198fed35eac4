"""The journal: who did what, to which row, and why. Rows are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.units import Unit

if TYPE_CHECKING:
    from portal.models.users import User


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    """Sets of entries; all chain."""

    def visible_to(self, user: User) -> Self:
        """Entries of the branches whose journal the user may see."""
        return self.filter(access.scope(user, access.Can.SEE_JOURNAL))


class JournalEntry(models.Model):
    """One step on record; a trigger refuses to change or remove it."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="journal_entries",
        verbose_name=_("who"),
    )
    action = models.CharField(_("action"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, verbose_name=_("where"))
    subject_table = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "journal entries"
        indexes = [
            models.Index(
                fields=["subject_table", "subject_id"], name="portal_journal_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

"""Evidence files: checked when they come, served through rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import attachment_owners

if TYPE_CHECKING:
    from portal.models.users import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Sets of attachments; all chain."""

    def visible_to(self, user: User) -> Self:
        """Attachments of the rows the user sees."""
        seen = Q(pk__in=[])
        for owner, rule in attachment_owners.rules():
            seen |= Q(owner=owner, owner_id__in=rule.rows(user).values("pk"))
        return self.filter(seen)

    def of(self, row: models.Model) -> Self:
        """Attachments of one row, in the order they came."""
        owned = self.filter(owner=attachment_owners.label(row), owner_id=row.pk)
        return owned.order_by("created_at", "pk")


class Attachment(models.Model):
    """One uploaded file; its place in the store is made by us, never by its name.

    `owner` and `owner_id` name the row it belongs to: "monitoring.submission", 5.
    The portal knows nothing of the apps above it, so there is no foreign key.
    """

    unit = models.ForeignKey("portal.Unit", models.PROTECT, related_name="attachments")
    owner = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    kind = models.CharField(_("what it proves"), max_length=30, blank=True)
    name = models.CharField(_("file name"), max_length=255)
    path = models.CharField(max_length=120, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attachments"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "owner_id", "sha256"], name="portal_attachment_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

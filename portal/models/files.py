"""Evidence files: checked when they come, served through rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.units import Unit

if TYPE_CHECKING:
    from portal.models.users import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Sets of attachments; all chain."""

    def visible_to(self, user: User) -> Self:
        """Attachments of the branches where the user may view."""
        return self.filter(access.scope(user, access.Can.VIEW))


class Attachment(models.Model):
    """One uploaded file; its place in the store is made by us, never by its name."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attachments")
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

    def __str__(self) -> str:
        return self.name

"""Notifications: what happened that a user should know."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Sets of notifications; all chain."""

    def visible_to(self, user: models.Model) -> Self:
        """The user's own notifications, newest first."""
        return self.filter(user_id=user.pk).order_by("-created_at", "-pk")

    def unread(self) -> Self:
        """Notifications not yet opened."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """One message to one user; `key` makes it come once, however often it is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    key = models.CharField(max_length=80)
    text = models.CharField(_("text"), max_length=300)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="portal_notification_once"
            )
        ]

    def __str__(self) -> str:
        return self.text

"""Accounts are made by administrators: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.models import User
from portal.models.users import ROBOT


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in rules: no open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse everyone."""
        return False


def robot() -> User:
    """Return the user in whose name scheduled work is done; it can't sign in."""
    user, is_new = User.objects.get_or_create(
        username=ROBOT, defaults={"is_superuser": True}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user

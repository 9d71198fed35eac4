"""Accounts by invitation: a letter with a link to set one's own password."""

from __future__ import annotations

import secrets
from functools import partial

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Person, User


def account_of(person: Person, email: str) -> tuple[User, bool]:
    """Return the person's account and whether it is new; a new one is invited.

    Nobody but the owner of the address learns a password, so nobody else can agree
    or apply in the person's name. Raises Refused for a missing or taken address.
    """
    user = User.objects.filter(person=person).first()
    if user is not None:
        return user, False
    if not email:
        raise Refused(_("Without an address of e-mail nobody can be invited."))
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("This address belongs to an account already."))
    user = User(
        username=f"c-{secrets.token_hex(6)}",
        email=email,
        person=person,
        last_name=person.last_name,
        first_name=person.first_name,
    )
    user.set_unusable_password()
    user.save()
    transaction.on_commit(partial(invite, user), robust=True)
    return user, True


def waits(user: User) -> bool:
    """Whether nobody has used the account yet: no password, no sign-in."""
    return user.last_login is None and not user.has_usable_password()


def waiting() -> QuerySet[User]:
    """Return the accounts that nobody has used yet, as `waits` says."""
    return User.objects.filter(
        is_active=True,
        last_login=None,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )


def invite(user: User) -> None:
    """Send the letter with the link, in the user's language."""
    with translation.override(user.language):
        send_mail(
            _("You are proposed for the talent reserve"),
            _(
                "You are proposed for a competition to the talent reserve. Set your"
                " password by this link, read the announcement and decide yourself"
                " whether to apply:\n\n%(link)s\n\nIf you did not expect this letter,"
                " do nothing: no application is sent without you."
            )
            % {"link": link(user)},
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )


def link(user: User) -> str:
    """Return the address where the user sets a password."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.SITE_URL}{path}"

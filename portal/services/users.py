"""Users and their roles, as the administrator gives and takes them."""

from __future__ import annotations

import secrets

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Membership, Unit, User

PASSWORD_BYTES = 12


@transaction.atomic
def add(user: User, *, role: str, unit: Unit, by: User) -> str:
    """Create the user with a role and return a password to hand over once.

    Raises PermissionDenied without the right, Refused where the name is taken.
    """
    access.require(by, Can.ADMINISTER, unit)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("This sign-in name or person has an account.")) from error
    journal.write("user_added", user, by=by, unit=unit, role=role)
    grant(user.pk, role=role, unit=unit, by=by)
    return password


@transaction.atomic
def grant(user_id: int, *, role: str, unit: Unit, by: User) -> Membership:
    """Give a role in a unit.

    Raises PermissionDenied without the right, Refused for a role of another level
    and for oneself.
    """
    access.require(by, Can.ADMINISTER, unit)
    if user_id == by.pk:
        raise Refused(_("Another administrator gives you a role."))
    if unit.kind != LEVELS[role]:
        raise Refused(
            _("The role «%(role)s» is held in a unit of the kind «%(kind)s».")
            % {
                "role": Membership.Role(role).label,
                "kind": Unit.Kind(LEVELS[role]).label,
            }
        )
    held, is_new = Membership.objects.get_or_create(
        user_id=user_id, unit=unit, role=role
    )
    if is_new:
        journal.write("role_granted", held, by=by, unit=unit, role=role, user=user_id)
    return held


@transaction.atomic
def revoke(membership_id: int, *, by: User) -> None:
    """Take a role away.

    Raises PermissionDenied without the right, Refused for one's own last role.
    """
    held = (
        Membership.objects.select_for_update()
        .select_related("unit")
        .get(pk=membership_id)
    )
    access.require(by, Can.ADMINISTER, held.unit)
    if held.user_id == by.pk:
        raise Refused(_("Another administrator takes your own role away."))
    journal.write(
        "role_revoked", held, by=by, unit=held.unit, role=held.role, user=held.user_id
    )
    held.delete()


@transaction.atomic
def set_active(user_id: int, *, active: bool, by: User) -> None:
    """Let the user sign in, or no longer: open sessions end with the next request.

    Raises PermissionDenied unless one administers every unit of the user's roles;
    superusers and users without a role are left to superusers.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if user.pk == by.pk:
        raise Refused(_("Nobody closes their own account here."))
    held = list(user.memberships.select_related("unit"))
    if not by.is_superuser and (user.is_superuser or not held):
        raise PermissionDenied
    for role in held:
        access.require(by, Can.ADMINISTER, role.unit)
    user.is_active = active
    user.save(update_fields=["is_active"])
    action = "user_enabled" if active else "user_disabled"
    journal.write(action, user, by=by, unit=access.home_unit(by))


LEVELS: dict[str, Unit.Kind] = {
    Membership.Role.MINISTRY: Unit.Kind.REGION,
    Membership.Role.OPERATOR: Unit.Kind.REGION,
    Membership.Role.ADMINISTRATOR: Unit.Kind.REGION,
    Membership.Role.MUNICIPAL: Unit.Kind.MUNICIPALITY,
    Membership.Role.HEAD: Unit.Kind.ORGANIZATION,
}

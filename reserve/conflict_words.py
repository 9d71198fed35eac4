"""Why an expert may not judge an application, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reserve.assignment import Conflict

WORDS: dict[Conflict, str | Promise] = {
    Conflict.SELF: _("it is the expert's own application"),
    Conflict.NOMINATOR: _("the expert nominated the candidate"),
    Conflict.ORGANIZATION: _("both work in the same organization"),
    Conflict.MUNICIPALITY: _("both work in the same municipality"),
}

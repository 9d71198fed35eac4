"""Words for columns of the subject's report whose fields carry none."""

from django.utils.translation import gettext_lazy

LABELS = {
    "application": gettext_lazy("application"),
    "competition": gettext_lazy("competition"),
    "created_at": gettext_lazy("made"),
    "cycle": gettext_lazy("cycle"),
    "ground": gettext_lazy("ground of the exclusion"),
    "group": gettext_lazy("group"),
    "issued_at": gettext_lazy("sent"),
    "mentee": gettext_lazy("mentee"),
    "mentor": gettext_lazy("mentor"),
    "owner": gettext_lazy("whose reserve"),
    "position": gettext_lazy("position"),
    "protocol": gettext_lazy("protocol"),
    "read_at": gettext_lazy("read"),
    "readiness": gettext_lazy("readiness"),
    "role": gettext_lazy("role"),
    "source": gettext_lazy("from state"),
    "stage": gettext_lazy("stage"),
    "submitted_at": gettext_lazy("submitted"),
    "target": gettext_lazy("to state"),
    "team": gettext_lazy("team"),
    "text": gettext_lazy("text"),
    "unit": gettext_lazy("place of work"),
    "vacancy": gettext_lazy("vacancy"),
}

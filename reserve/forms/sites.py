"""Forms of internship sites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.models import Unit
from reserve.forms.filters import PlaceFilter
from reserve.forms.plans import TypedOnly, offer
from reserve.models import InternshipSite


class SiteFilter(PlaceFilter):
    """Which sites to show."""

    words = forms.CharField(label=_("Profile or name"), required=False)


class SiteForm(TypedOnly, forms.ModelForm[InternshipSite]):
    """A site: where, what one learns, how many at a time, whom to ask."""

    class Meta:
        model = InternshipSite
        fields = ("unit", "profile", "description", "places", "contact_post")
        widgets = {"unit": LongSelect, "description": forms.Textarea({"rows": 3})}
        labels = {"unit": _("Organization")}

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the branch."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)


class SiteChangeForm(TypedOnly, forms.ModelForm[InternshipSite]):
    """A site written anew; the organization stays."""

    class Meta:
        model = InternshipSite
        fields = ("profile", "description", "places", "contact_post", "is_active")
        widgets = {"description": forms.Textarea({"rows": 3})}

"""The search of the open list."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Words of a program's name or territory."""

    words = forms.CharField(
        label=_("Program or territory"), max_length=100, required=False
    )

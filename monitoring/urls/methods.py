"""Addresses of methodologies."""

from django.urls import path

from monitoring.views import methods

urlpatterns = [
    path("methods/", methods.index, name="methods"),
    path("methods/<int:pk>/", methods.page, name="method"),
    path(
        "methods/<int:pk>/indicators/<int:indicator_pk>/",
        methods.indicator,
        name="indicator",
    ),
]

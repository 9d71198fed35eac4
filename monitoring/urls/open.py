"""Addresses of monitoring that need no sign-in."""

from django.urls import path

from monitoring.views import verification

urlpatterns = [
    path("verify/", verification.form, name="verify_form"),
    path("verify/<slug:code>/", verification.verify, name="verify"),
]

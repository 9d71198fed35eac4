"""Addresses of findings: the page of a program, decisions about each."""

from django.urls import path

from programs.views import findings

urlpatterns = [
    path("documents/<int:pk>/findings/", findings.findings, name="findings"),
    path(
        "documents/<int:pk>/findings/check/",
        findings.findings_check,
        name="findings_check",
    ),
    path(
        "documents/<int:pk>/findings.xlsx",
        findings.findings_xlsx,
        name="findings_xlsx",
    ),
    path(
        "documents/findings/<int:pk>/accept/",
        findings.finding_accept,
        name="finding_accept",
    ),
    path(
        "documents/findings/<int:pk>/settle/",
        findings.finding_settle,
        name="finding_settle",
    ),
    path(
        "documents/findings/<int:pk>/undo/",
        findings.finding_undo,
        name="finding_undo",
    ),
]

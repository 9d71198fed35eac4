"""Addresses of evaluation; ?year= names the year, or "final"."""

from django.urls import path

from programs.views import evaluation

ONE = "evaluations/<int:pk>/"

urlpatterns = [
    path(ONE, evaluation.page, name="evaluation"),
    path(f"{ONE}edit/", evaluation.edit, name="evaluation_edit"),
    path(f"{ONE}sign/", evaluation.sign, name="evaluation_sign"),
    path(f"{ONE}evaluation.pdf", evaluation.pdf, name="evaluation_pdf"),
    path(f"{ONE}evaluation.xlsx", evaluation.export, name="evaluation_xlsx"),
    path(
        "indicators/<int:pk>/<int:year>/value/",
        evaluation.hand_value,
        name="hand_value",
    ),
    path(
        "indicators/<int:pk>/<int:year>/value/remove/",
        evaluation.hand_value_remove,
        name="hand_value_remove",
    ),
]

"""Addresses of results."""

from django.urls import path

from monitoring.views.results import explain, indicator, region, risk, unit

CYCLE = "cycles/<int:pk>/results/"
UNIT = f"{CYCLE}units/<int:unit_pk>/"

urlpatterns = [
    path(CYCLE, region.index, name="results"),
    path(f"{CYCLE}heat-map/", region.heat_map, name="heat_map"),
    path(
        f"{CYCLE}indicators/<int:indicator_pk>/",
        indicator.page,
        name="indicator_result",
    ),
    path(UNIT, unit.page, name="unit_result"),
    path(f"{UNIT}indicators/<int:indicator_pk>/", explain.value, name="explain"),
    path(f"{UNIT}summary/", explain.summary, name="summary_explain"),
    path(f"{CYCLE}risk/", risk.index, name="risk"),
    path("people/<int:pk>/", risk.person, name="person"),
]

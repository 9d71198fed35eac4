"""Addresses of indicators that the portal counts itself."""

from django.urls import path

from monitoring.views import sources

ROWS = "cycles/<int:pk>/entry/<int:unit_pk>/counted/<int:indicator_pk>/"

urlpatterns = [
    path(ROWS, sources.rows, name="counted_rows"),
    path(f"{ROWS}restore/", sources.restore, name="counted_restore"),
    path("cycles/<int:pk>/collection/count/", sources.count, name="collection_count"),
]

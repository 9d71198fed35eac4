"""Addresses of monitoring, one module a page family."""

from monitoring.urls import cycles, entry, letters, methods, results, sources

app_name = "monitoring"

urlpatterns = [
    *cycles.urlpatterns,
    *entry.urlpatterns,
    *sources.urlpatterns,
    *results.urlpatterns,
    *letters.urlpatterns,
    *methods.urlpatterns,
]

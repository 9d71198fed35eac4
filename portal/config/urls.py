"""The whole site's URL map: apps are named here as strings, never imported."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("portal.urls")),
    path("monitoring/", include("monitoring.urls")),
    path("", include("monitoring.urls.open")),
    path("reserve/", include("reserve.urls")),
    path("programs/", include("programs.urls")),
    path("", include("programs.urls.public")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.failed"

"""Addresses: applications, from the draft to the check of documents."""

from django.urls import path

from reserve.views import admission, applications, proposals

urlpatterns = [
    path("competitions/<int:pk>/apply/", applications.apply, name="apply"),
    path(
        "competitions/<int:pk>/apply/take-back/",
        applications.take_back,
        name="apply_take_back",
    ),
    path(
        "competitions/<int:pk>/apply/withdraw/",
        applications.withdraw,
        name="apply_withdraw",
    ),
    path(
        "competitions/<int:pk>/apply/<str:step>/",
        applications.step,
        name="apply_step",
    ),
    path("competitions/<int:pk>/nominate/", proposals.nominate, name="nominate"),
    path("applications/<int:pk>/invite/", proposals.invite, name="invite"),
    path("applications/<int:pk>/", admission.page, name="application"),
    path("applications/<int:pk>/papers/", admission.papers, name="application_papers"),
    path("applications/<int:pk>/admit/", admission.admit, name="application_admit"),
    path("applications/<int:pk>/reject/", admission.reject, name="application_reject"),
    path(
        "applications/<int:pk>/restore/", admission.restore, name="application_restore"
    ),
    path(
        "applications/<int:pk>/readmit/", admission.readmit, name="application_readmit"
    ),
]

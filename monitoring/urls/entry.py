"""Addresses of the collection, the entry of values and the submissions."""

from django.urls import path

from monitoring.views import collection, entry, submissions

urlpatterns = [
    path("cycles/<int:pk>/collection/", collection.matrix, name="collection"),
    path(
        "cycles/<int:pk>/collection/accept/",
        collection.accept,
        name="collection_accept",
    ),
    path("cycles/<int:pk>/entry/<int:unit_pk>/", entry.page, name="entry"),
    path("cycles/<int:pk>/entry/<int:unit_pk>/cell/", entry.cell, name="entry_cell"),
    path("cycles/<int:pk>/entry/<int:unit_pk>/paste/", entry.paste, name="entry_paste"),
    path(
        "cycles/<int:pk>/entry/<int:unit_pk>/submit/",
        submissions.submit_branch,
        name="entry_submit",
    ),
    path("submissions/<int:pk>/", submissions.page, name="submission"),
    path("submissions/<int:pk>/submit/", submissions.submit, name="submission_submit"),
    path("submissions/<int:pk>/accept/", submissions.accept, name="submission_accept"),
    path("submissions/<int:pk>/return/", submissions.return_, name="submission_return"),
    path(
        "submissions/<int:pk>/withdraw/",
        submissions.withdraw,
        name="submission_withdraw",
    ),
]

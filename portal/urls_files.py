"""Addresses of attached files."""

from django.urls import path

from portal.views import attachments

urlpatterns = [
    path("files/<int:pk>/", attachments.download, name="file"),
    path("files/<int:pk>/remove/", attachments.remove, name="file_remove"),
    path("files/<str:owner>/<int:owner_id>/add/", attachments.add, name="file_add"),
]

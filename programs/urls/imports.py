"""Addresses of imports: the file, its columns and rows, saving, the report."""

from django.urls import path

from programs.views import imports

ONE = "imports/<int:pk>/"

urlpatterns = [
    path("documents/<int:pk>/imports/", imports.start, name="imports"),
    path(ONE, imports.page, name="import"),
    path(f"{ONE}columns/", imports.columns, name="import_columns"),
    path(f"{ONE}answers/", imports.answers, name="import_answers"),
    path(f"{ONE}row/", imports.row, name="import_row"),
    path(f"{ONE}save/", imports.save, name="import_save"),
    path(f"{ONE}drop/", imports.drop, name="import_drop"),
    path(f"{ONE}report/", imports.report, name="import_report"),
]

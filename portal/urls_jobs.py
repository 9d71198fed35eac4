"""Addresses of jobs."""

from django.urls import path

from portal.views import jobs

urlpatterns = [
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.page, name="job"),
    path("jobs/<int:pk>/part/", jobs.part, name="job_part"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="job_retry"),
]

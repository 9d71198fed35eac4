"""Addresses of programs and practices that anybody may open, below /open/."""

from django.urls import path

from programs.views import open_practices, public

urlpatterns = [
    path("open/programs/", public.index, name="open_programs"),
    path("open/programs/<int:pk>/", public.program, name="open_program"),
    path("open/programs/<int:pk>/roadmap/", public.roadmap, name="open_roadmap"),
    path("open/practices/", open_practices.index, name="open_practices"),
    path("open/practices/<int:pk>/", open_practices.page, name="open_practice"),
]

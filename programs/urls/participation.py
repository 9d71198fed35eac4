"""Addresses of participation: lists, doors by secret address, lists behind targets."""

from django.urls import path

from programs.views import attendance, participation, targets

ONE = "occurrences/<int:pk>/participants/"

urlpatterns = [
    path(ONE, participation.index, name="participants"),
    path(f"{ONE}add/", participation.add, name="participants_add"),
    path(f"{ONE}list/", participation.paste, name="participants_paste"),
    path(f"{ONE}mark/", participation.mark, name="participants_mark"),
    path(f"{ONE}restore/", participation.restore, name="participants_restore"),
    path(
        f"{ONE}certificates/", participation.certificates, name="participants_certify"
    ),
    path(f"{ONE}participants.xlsx", participation.export, name="participants_xlsx"),
    path("participations/<int:pk>/", participation.edit, name="participation"),
    path(
        "participations/<int:pk>/take-off/",
        participation.take_off,
        name="participation_take_off",
    ),
    path(f"{ONE}registration/", attendance.registration, name="registration"),
    path(
        f"{ONE}registration/close/",
        attendance.registration_close,
        name="registration_close",
    ),
    path(f"{ONE}presence/", attendance.presence, name="presence"),
    path(f"{ONE}presence/close/", attendance.presence_close, name="presence_close"),
    path(f"{ONE}answer/", attendance.answer, name="participants_answer"),
    path("register/<str:token>/", attendance.register, name="register"),
    path("attend/<str:token>/", attendance.attend, name="attend"),
    path("targets/<int:pk>/people/", targets.people, name="target_people"),
    path("targets/<int:pk>/reached/", targets.reach, name="target_reach"),
    path("targets/<int:pk>/not-reached/", targets.unreach, name="target_unreach"),
]

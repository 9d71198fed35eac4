"""Addresses of meetings and their decisions."""

from django.urls import path

from programs.views import (
    decisions,
    interviews,
    meeting_files,
    meeting_steps,
    meetings,
)

urlpatterns = [
    path("meetings/", meetings.index, name="meetings"),
    path("meetings/meetings.xlsx", meetings.export, name="meetings_xlsx"),
    path("meetings/add/", meetings.add, name="meeting_add"),
    path("meetings/interviews/", interviews.plan, name="interviews_plan"),
    path("meetings/<int:pk>/", meetings.page, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<int:pk>/hold/", meeting_steps.hold, name="meeting_hold"),
    path("meetings/<int:pk>/reopen/", meeting_steps.reopen, name="meeting_reopen"),
    path("meetings/<int:pk>/cancel/", meeting_steps.cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/sign/", meeting_steps.sign, name="meeting_sign"),
    path("meetings/<int:pk>/protocol.docx", meeting_files.docx, name="meeting_docx"),
    path("meetings/<int:pk>/protocol.pdf", meeting_files.pdf, name="meeting_pdf"),
    path("meetings/<int:pk>/agenda/add/", meeting_steps.add_item, name="agenda_add"),
    path("agenda/<int:pk>/", meeting_steps.item, name="agenda_item"),
    path("agenda/<int:pk>/remove/", meeting_steps.remove_item, name="agenda_remove"),
    path("meetings/<int:pk>/decisions/add/", decisions.add, name="decision_add"),
    path("decisions/<int:pk>/", decisions.page, name="decision"),
    path("decisions/<int:pk>/remove/", decisions.remove, name="decision_remove"),
    path("decisions/<int:pk>/close/", decisions.close, name="decision_close"),
    path("decisions/<int:pk>/drop/", decisions.drop, name="decision_drop"),
    path("decisions/<int:pk>/reopen/", decisions.reopen, name="decision_reopen"),
    path("decisions/<int:pk>/to-event/", decisions.to_event, name="decision_to_event"),
]

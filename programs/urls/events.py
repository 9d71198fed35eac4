"""Addresses of the roadmap: the list, the board, events, their dates."""

from django.urls import path

from programs.views import answering, awaited, events, events_bulk, occurrences

urlpatterns = [
    path("events/", events.index, name="events"),
    path("events/events.xlsx", events.export, name="events_xlsx"),
    path("events/bulk/", events_bulk.bulk, name="events_bulk"),
    path("board/", events.board, name="board"),
    path("overdue/", events.overdue, name="overdue"),
    path("events/<int:pk>/", events.page, name="event"),
    path("events/<int:pk>/shift/", events.shift, name="event_shift"),
    path("events/<int:pk>/cancel/", events.cancel, name="event_cancel"),
    path(
        "events/<int:pk>/responsible/", answering.responsible, name="event_responsible"
    ),
    path("events/<int:pk>/undo/", occurrences.undo_move, name="event_undo"),
    path("occurrences/<int:pk>/", occurrences.page, name="occurrence"),
    path("occurrences/<int:pk>/go/", occurrences.go, name="occurrence_go"),
    path("occurrences/<int:pk>/hold/", occurrences.hold, name="occurrence_hold"),
    path("occurrences/<int:pk>/check/", occurrences.check, name="occurrence_check"),
    path(
        "occurrences/<int:pk>/uncheck/", occurrences.uncheck, name="occurrence_uncheck"
    ),
    path("occurrences/<int:pk>/return/", occurrences.return_, name="occurrence_return"),
    path("occurrences/<int:pk>/move/", occurrences.move, name="occurrence_move"),
    path("occurrences/<int:pk>/name/", occurrences.name, name="occurrence_name"),
    path("occurrences/<int:pk>/cancel/", occurrences.cancel, name="occurrence_cancel"),
    path(
        "occurrences/<int:pk>/restore/", occurrences.restore, name="occurrence_restore"
    ),
    path("awaited/", awaited.index, name="awaited"),
    path("awaited/ask/", awaited.ask, name="awaited_ask"),
    path("awaited/<int:pk>/", awaited.page, name="awaited_document"),
    path("awaited/<int:pk>/received/", awaited.receive, name="awaited_received"),
    path(
        "awaited/<int:pk>/events/<int:event_pk>/", awaited.dates, name="awaited_dates"
    ),
]

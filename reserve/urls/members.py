"""Addresses: members."""

from django.urls import path

from reserve.views import (
    board,
    card,
    consents,
    health,
    imports,
    members,
    mine,
    rotation,
)

urlpatterns = [
    path("", board.home, name="home"),
    path("members/", members.listed, name="members"),
    path("members/members.xlsx", members.xlsx, name="members_xlsx"),
    path("members/closed/", consents.closed, name="members_closed"),
    path("members/rotation/", rotation.page, name="rotation"),
    path("members/rotation/rotation.xlsx", rotation.xlsx, name="rotation_xlsx"),
    path("members/import/", imports.start, name="members_import"),
    path("members/import/template.xlsx", imports.template, name="members_template"),
    path("members/<int:pk>/", card.member, name="member"),
    path("members/<int:pk>/move/", members.move, name="member_move"),
    path("members/<int:pk>/exclude/", members.exclude, name="member_exclude"),
    path("members/<int:pk>/extend/", members.extend, name="member_extend"),
    path(
        "people/<int:pk>/consent/withdraw/", consents.withdraw, name="consent_withdraw"
    ),
    path("people/<int:pk>/report/", consents.report, name="subject_report"),
    path(
        "people/<int:pk>/report.json",
        consents.report_json,
        name="subject_report_json",
    ),
    path("people/<int:pk>/erase/", consents.erase, name="subject_erase"),
    path("mine/", mine.mine, name="mine"),
    path("health/", health.page, name="health"),
    path("health/<slug:step>/", health.reached, name="funnel"),
]

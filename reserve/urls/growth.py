"""Addresses: plans, mentoring, internships, groups and teams."""

from django.urls import path

from reserve.views import (
    groups,
    internships,
    mentorship_add,
    mentorships,
    plan_items,
    plan_templates,
    plans,
    sites,
    teams,
)

urlpatterns = [
    path("plans/", plans.index, name="plans"),
    path("plans/plans.xlsx", plans.export, name="plans_xlsx"),
    path("plans/templates/", plan_templates.index, name="plan_templates"),
    path("plans/templates/add/", plan_templates.add, name="plan_template_add"),
    path(
        "plans/templates/<int:pk>/edit/", plan_templates.edit, name="plan_template_edit"
    ),
    path(
        "plans/templates/<int:pk>/remove/",
        plan_templates.remove,
        name="plan_template_remove",
    ),
    path(
        "plans/templates/<int:pk>/items/add/",
        plan_templates.item_add,
        name="template_item_add",
    ),
    path("template-items/<int:pk>/", plan_templates.item, name="template_item"),
    path(
        "template-items/<int:pk>/remove/",
        plan_templates.item_remove,
        name="template_item_remove",
    ),
    path("members/<int:pk>/plan/add/", plans.add, name="plan_add"),
    path("plans/<int:pk>/", plans.page, name="plan"),
    path("plans/<int:pk>/plan.pdf", plans.pdf, name="plan_pdf"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan_edit"),
    path("plans/<int:pk>/send/", plans.send, name="plan_send"),
    path("plans/<int:pk>/approve/", plans.approve, name="plan_approve"),
    path("plans/<int:pk>/return/", plans.return_, name="plan_return"),
    path("plans/<int:pk>/finish/", plans.finish, name="plan_finish"),
    path("plans/<int:pk>/points/", plan_items.points, name="plan_points"),
    path("plans/<int:pk>/report/<slug:which>/", plan_items.report, name="plan_report"),
    path("plans/<int:pk>/deficits/add/", plan_items.deficit_add, name="deficit_add"),
    path("deficits/<int:pk>/", plan_items.deficit, name="deficit"),
    path("deficits/<int:pk>/remove/", plan_items.deficit_remove, name="deficit_remove"),
    path("plans/<int:pk>/items/add/", plan_items.item_add, name="plan_item_add"),
    path("plan-items/<int:pk>/", plan_items.item, name="plan_item"),
    path("plan-items/<int:pk>/edit/", plan_items.item_edit, name="plan_item_edit"),
    path(
        "plan-items/<int:pk>/remove/", plan_items.item_remove, name="plan_item_remove"
    ),
    path("plan-items/<int:pk>/view/", plan_items.item_view, name="plan_item_view"),
    path("mentoring/", mentorships.own, name="mentoring"),
    path("mentorships/", mentorships.index, name="mentorships"),
    path("mentorships/pairs.xlsx", mentorships.export, name="mentorships_xlsx"),
    path("mentorships/add/", mentorship_add.add, name="mentorship_add"),
    path("mentorships/<int:pk>/", mentorships.page, name="mentorship"),
    path("mentorships/<int:pk>/plan/", mentorships.plan, name="mentorship_plan"),
    path("mentorships/<int:pk>/end/", mentorships.end, name="mentorship_end"),
    path(
        "meetings/<int:pk>/remove/", mentorships.meeting_remove, name="meeting_remove"
    ),
    path("mentors/", mentorships.mentors, name="mentors"),
    path("sites/", sites.index, name="sites"),
    path("sites/add/", sites.add, name="site_add"),
    path("sites/<int:pk>/", sites.page, name="site"),
    path("sites/<int:pk>/edit/", sites.edit, name="site_edit"),
    path("internships/", internships.index, name="internships"),
    path("internships/internships.xlsx", internships.export, name="internships_xlsx"),
    path("internships/add/", internships.add, name="internship_add"),
    path("internships/<int:pk>/", internships.page, name="internship"),
    path("internships/<int:pk>/move/", internships.move, name="internship_move"),
    path(
        "internships/<int:pk>/step/<slug:target>/",
        internships.step,
        name="internship_step",
    ),
    path("groups/", groups.index, name="groups"),
    path("groups/add/", groups.add, name="group_add"),
    path("groups/<int:pk>/", groups.page, name="group"),
    path("groups/<int:pk>/edit/", groups.edit, name="group_edit"),
    path("groups/<int:pk>/pick/", groups.pick, name="group_pick"),
    path("learners/<int:pk>/leave/", groups.leave, name="learner_leave"),
    path("teams/", teams.index, name="teams"),
    path("teams/teams.xlsx", teams.export, name="teams_xlsx"),
    path("teams/add/", teams.add, name="team_add"),
    path("teams/<int:pk>/", teams.page, name="team"),
    path("teams/<int:pk>/edit/", teams.edit, name="team_edit"),
    path("teams/<int:pk>/dissolve/", teams.dissolve, name="team_dissolve"),
    path("teams/<int:pk>/members/add/", teams.member_add, name="team_member_add"),
    path(
        "team-members/<int:pk>/remove/", teams.member_remove, name="team_member_remove"
    ),
    path("teams/<int:pk>/training/add/", teams.training_add, name="team_training_add"),
    path(
        "team-training/<int:pk>/finish/",
        teams.training_finish,
        name="team_training_finish",
    ),
]

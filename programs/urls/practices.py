"""Addresses of the bank of practices."""

from django.urls import path

from programs.views import adoptions, practice_review, practices

urlpatterns = [
    path("practices/", practices.index, name="practices"),
    path("practices/practices.xlsx", practices.export, name="practices_xlsx"),
    path("practices/add/", practices.add, name="practice_add"),
    path("practices/<int:pk>/", practices.page, name="practice"),
    path("practices/<int:pk>/edit/", practices.edit, name="practice_edit"),
    path("practices/<int:pk>/submit/", practices.submit, name="practice_submit"),
    path(
        "practices/<int:pk>/take-back/",
        practices.take_back,
        name="practice_take_back",
    ),
    path(
        "practices/<int:pk>/publish/", practice_review.publish, name="practice_publish"
    ),
    path(
        "practices/<int:pk>/return/", practice_review.give_back, name="practice_return"
    ),
    path("practices/<int:pk>/withdraw/", practices.withdraw, name="practice_withdraw"),
    path(
        "practices/<int:pk>/confirm/", practice_review.confirm, name="practice_confirm"
    ),
    path("practices/<int:pk>/adopt/", adoptions.adopt, name="practice_adopt"),
    path("adoptions/<int:pk>/", adoptions.tell, name="adoption_tell"),
]

"""Addresses of letters and exports."""

from django.urls import path

from monitoring.views import exports, letters

urlpatterns = [
    path("cycles/<int:pk>/letters/", letters.register, name="letters"),
    path("cycles/<int:pk>/letters/send/", letters.send, name="letters_send"),
    path("cycles/<int:pk>/letters.zip", letters.archive, name="letters_zip"),
    path("cycles/<int:pk>/results.xlsx", exports.results_xlsx, name="results_xlsx"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/letter.pdf", letters.pdf, name="letter_pdf"),
    path("letters/<int:pk>/opened/", letters.opened, name="letter_opened"),
    path("letters/<int:pk>/confirm/", letters.confirm, name="letter_confirm"),
    path("letters/<int:pk>/addressee/", letters.addressee, name="letter_addressee"),
]

"""The register and its tallies."""

from django.urls import path

from attendance.register import views as register
from attendance.tally import views as tally

urlpatterns = [
    path("register/", register.register_home, name="register"),
    path("register/import/", register.register_import, name="register_import"),
    path("register/import/<str:key>/", register.register_upload, name="register_upload"),
    path("register/corrections/", register.corrections, name="corrections"),
    path("register/corrections/<str:key>/", register.correction_decide, name="correction_decide"),
    path("register/row/<str:key>/<str:month>/", register.register_row, name="register_row"),
    path("register/correct/<str:key>/<str:month>/", register.register_correct, name="register_correct"),
    path("register/<str:code>/<str:month>/", register.register_month, name="register_month"),
    path("register/<str:code>/<str:month>/close/", register.register_close, name="register_close"),
    path("warnings/", tally.warnings, name="warnings"),
    path("tally/", tally.my_tally, name="my_tally"),
    path("tally/<str:key>/", tally.person_tally, name="person_tally"),
]

"""Addresses of letters, badges and lists, below /events/<slug>/documents/; and the public check, below /check/."""

from django.urls import path, re_path

from catecp.events.views import documents

urlpatterns = [
    path("", documents.documents, name="documents"),
    path("letters/", documents.letters, name="letters"),
    path("letters/wording/", documents.letter_wording, name="letter_wording"),
    path("letters/sample/<str:languages>/", documents.letter_sample, name="letter_sample"),
    path("letters/issue/", documents.issue_letters, name="issue_letters"),
    path("letters/post/", documents.post_letters, name="post_letters"),
    path("letters/<str:public_id>/", documents.letter, name="letter"),
    path("letters/<str:public_id>/withdraw/", documents.withdraw_letter, name="withdraw_letter"),
    path("badges/", documents.badges, name="badges"),
    path("badges/<str:public_id>/", documents.badge, name="badge"),
    re_path(r"^participants\.(?P<kind>pdf|xlsx|csv)$", documents.participants_list, name="participants_list"),
]

check = ([path("letter/<str:code>/", documents.check_letter, name="letter")], "check")

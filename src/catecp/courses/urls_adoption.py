"""Addresses of adoptions and of decisions about credit."""

from django.urls import path, re_path

from catecp.courses.views import adoption, recognition

urlpatterns = [
    path("courses/<str:public_id>/adopt/", adoption.adopt, name="adopt"),
    path("courses/<str:public_id>/credit/", recognition.compare_credit, name="compare_credit"),
    path("adoptions/", adoption.adoptions, name="adoptions"),
    path("adoptions/<str:public_id>/", adoption.adoption, name="adoption"),
    path("adoptions/<str:public_id>/confirm/", adoption.confirm, name="confirm_adoption"),
    path("adoptions/<str:public_id>/end/", adoption.end, name="end_adoption"),
    re_path(r"^adoptions/(?P<public_id>[0-9a-z]{12})/letter-(?P<kind>signed|draft)$", adoption.letter, name="adoption_letter"),
    path("adoptions/<str:public_id>/letter/keep/", adoption.keep_letter, name="keep_adoption_letter"),
    path("adoptions/<str:public_id>/evidence/add/", adoption.add_evidence, name="add_evidence"),
    path("adoptions/<str:public_id>/evidence/<int:number>/", adoption.evidence, name="evidence"),
    path("adoptions/<str:public_id>/evidence/<int:number>/withdraw/", adoption.withdraw_evidence, name="withdraw_evidence"),
    re_path(r"^adoptions/(?P<public_id>[0-9a-z]{12})/evidence\.(?P<kind>pdf|xlsx)$", adoption.pack, name="evidence_pack"),
    path("recognition/", recognition.precedents, name="precedents"),
    path("recognition/<str:public_id>/", recognition.mapping, name="mapping"),
]

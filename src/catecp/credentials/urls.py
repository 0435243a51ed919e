from django.urls import path, re_path

from catecp.credentials.views import awards, public, wording

app_name = "credentials"

urlpatterns = [
    path(".well-known/jwks.json", public.key_set, name="key_set"),
    path(".well-known/did.json", public.did_document, name="did_document"),
    path("verify/", public.check, name="check"),
    path("verify/worker.js", public.worker, name="worker"),
    path("verify/revoked", public.revoked, name="revoked"),
    path("certificates/", awards.mine, name="mine"),
    path("certificates/issuer.json", public.issuer_profile, name="issuer_profile"),
    path("certificates/status/<int:number>", public.status, name="status"),
    path("certificates/wording/", wording.wording, name="wording"),
    path("certificates/wording/<str:public_id>/", wording.course_wording, name="course_wording"),
    path("certificates/keys/", wording.keys, name="keys"),
    path("certificates/keys/rotate/", wording.rotate, name="rotate_key"),
    path("certificates/class/<str:public_id>/", awards.of_class, name="class"),
    path("certificates/class/<str:public_id>/issue/", awards.issue_for_class, name="issue_for_class"),
    path("certificates/<str:public_id>/", awards.award, name="award"),
    path("certificates/<str:public_id>/certificate.pdf", awards.pdf, name="pdf"),
    re_path(r"^certificates/(?P<public_id>[0-9a-z]{12})/badge\.(?P<kind>jwt|json)$", awards.badge, name="badge"),
    path("certificates/<str:public_id>/revoke/", awards.revoke, name="revoke"),
    path("certificates/<str:public_id>/reissue/", awards.reissue, name="reissue"),
]

from django.urls import path

from catecp.agreements.views import drafting, register, signing

app_name = "agreements"

urlpatterns = [
    path("", register.register, name="register"),
    path("add/", drafting.add, name="add"),
    path("<str:public_id>/", register.agreement, name="agreement"),
    path("<str:public_id>/edit/", drafting.edit, name="edit"),
    path("<str:public_id>/cancel/", drafting.cancel, name="cancel"),
    path("<str:public_id>/reinstate/", drafting.reinstate, name="reinstate"),
    path("<str:public_id>/sign/", signing.sign, name="sign"),
    path("<str:public_id>/unsign/", signing.unsign, name="unsign"),
    path("<str:public_id>/move/", signing.move, name="move"),
    path("<str:public_id>/scan/", register.scan, name="scan"),
    path("<str:public_id>/scan/attach/", register.scan_attach, name="attach_scan"),
    path("<str:public_id>/scan/withdraw/", register.scan_withdraw, name="withdraw_scan"),
    path("<slug:slug>/plan/", drafting.plan, name="plan"),
    path("<slug:slug>/signing/", signing.signing, name="signing"),
    path("<slug:slug>/signing/projector/", signing.projector, name="projector"),
    path("<slug:slug>/signing/live/", signing.signing_live, name="signing_live"),
]

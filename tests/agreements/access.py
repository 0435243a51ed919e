from tests.access import Access
from tests.factories.agreements import AgreementFactory, PartyFactory, SignedAgreementFactory, scan_of
from tests.factories.network import InstitutionFactory

SIGNED = {"public_id": "signed_agreement.public_id"}
PLANNED = {"public_id": "planned_agreement.public_id"}
EVENT = {"slug": "event.slug"}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}
COORDINATOR_ACTS = {"visitor": 302, "coordinator": 302, "*": 403}
# A planned agreement is unknown to those who have nothing to do with it.
HIDDEN = {"visitor": 302, "coordinator": 302, "officer|head": 403, "*": 404}


def build(world) -> None:
    world.planned_agreement = AgreementFactory(event=world.event)
    world.signed_agreement = SignedAgreementFactory(event=world.event)
    scan_of(world.signed_agreement)
    for agreement in (world.planned_agreement, world.signed_agreement):
        PartyFactory(agreement=agreement, institution=world.institution, signatory_name="SOK Dara")
        PartyFactory(agreement=agreement, institution=InstitutionFactory(), signatory_name="LI Wei")


ROWS = [
    Access("agreements:register", {"*": 200}),
    Access("agreements:agreement", {"*": 200}, kwargs=SIGNED),
    Access("agreements:agreement", {"officer|head|coordinator": 200, "*": 404}, kwargs=PLANNED),
    Access("agreements:add", COORDINATOR),
    Access("agreements:plan", COORDINATOR, kwargs=EVENT),
    Access("agreements:edit", COORDINATOR, kwargs=SIGNED),
    Access("agreements:sign", HIDDEN, method="post", kwargs=PLANNED),
    Access("agreements:unsign", COORDINATOR_ACTS, method="post", kwargs=SIGNED, data={"reason": "by mistake"}),
    Access("agreements:move", HIDDEN, method="post", kwargs=PLANNED, data={"to": "up"}),
    Access("agreements:cancel", HIDDEN, method="post", kwargs=PLANNED, data={"reason": "not ready"}),
    Access("agreements:reinstate", HIDDEN, method="post", kwargs=PLANNED),
    Access("agreements:scan", {"visitor": 302, "officer|head|coordinator": 200, "*": 403}, kwargs=SIGNED),
    Access("agreements:attach_scan", COORDINATOR_ACTS, method="post", kwargs=SIGNED),
    Access("agreements:withdraw_scan", COORDINATOR_ACTS, method="post", kwargs=SIGNED),
    Access("agreements:signing", COORDINATOR, kwargs=EVENT),
    Access("agreements:projector", COORDINATOR, kwargs=EVENT),
    Access("agreements:signing_live", COORDINATOR, kwargs=EVENT),
]

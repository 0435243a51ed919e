from catecp.credentials.services.awarding import award_certificate, revoke_award
from tests.access import Access
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.events import NOON

VALID = {"public_id": "certificate.public_id"}
REVOKED = {"public_id": "revoked_certificate.public_id"}
CLASS = {"public_id": "certified_class.public_id"}
# The institution that taught sees it; for others it does not exist.
SEEN = {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 404}
# Heads of the institutions named on it and the coordinator answer for it.
ANSWERS = {"visitor": 302, "officer|teacher": 403, "head|coordinator": 302, "*": 404}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}


def build(world) -> None:
    world.certified_class = class_of(course_of(), world.institution)
    world.certificate = award_certificate(enrolment=enrolment_in(world.certified_class), at=NOON, by=None)
    wrong = award_certificate(enrolment=enrolment_in(world.certified_class), at=NOON, by=None)
    world.revoked_certificate = revoke_award(award=wrong, reason="Misspelt", at=NOON, by=world.coordinator)
    world.zero, world.badge_kind = 0, "jwt"
    world.certified_course = world.certificate.version.course


ROWS = [
    *(
        Access(f"credentials:{name}", {"*": 200})
        for name in ("key_set", "did_document", "check", "worker", "revoked", "issuer_profile")
    ),
    Access("credentials:check", {"*": 200}, method="post", data={"text": "CATECP-26-0000-0000"}),
    Access("credentials:status", {"*": 200}, kwargs={"number": "zero"}),
    Access("credentials:mine", {"visitor": 302, "*": 200}),
    Access("credentials:award", SEEN, kwargs=VALID),
    Access("credentials:pdf", SEEN, kwargs=VALID),
    Access("credentials:badge", SEEN, kwargs={**VALID, "kind": "badge_kind"}),
    Access("credentials:revoke", ANSWERS, method="post", kwargs=VALID, data={"reason": "Misspelt"}),
    Access("credentials:reissue", ANSWERS, method="post", kwargs=REVOKED),
    Access("credentials:class", {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403}, kwargs=CLASS),
    Access(
        "credentials:issue_for_class",
        {"visitor": 302, "officer|head|teacher|coordinator": 302, "*": 403},
        method="post",
        kwargs=CLASS,
    ),
    Access("credentials:wording", COORDINATOR),
    Access("credentials:course_wording", COORDINATOR, kwargs={"public_id": "certified_course.public_id"}),
    Access("credentials:keys", COORDINATOR),
    Access("credentials:rotate_key", {"visitor": 302, "coordinator": 302, "*": 403}, method="post"),
]

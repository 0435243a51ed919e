from datetime import date
from decimal import Decimal

from catecp.courses.services.adoption import (
    AdoptionGiven,
    EvidenceGiven,
    add_evidence,
    confirm_adoption,
    keep_letter,
    propose_adoption,
)
from catecp.courses.services.recognition import MappingDecided, MappingGiven, decide_mapping, open_mapping
from catecp.kernel.translated import written
from tests.access import Access
from tests.factories.credentials import course_of
from tests.factories.events import NOON
from tests.factories.network import InstitutionFactory

CONFIRMED, PROPOSED = {"public_id": "confirmed_adoption.public_id"}, {"public_id": "proposed_adoption.public_id"}
EVIDENCE = {**CONFIRMED, "number": "adoption_evidence.pk"}
DECIDED, COMPARED = {"public_id": "decided_mapping.public_id"}, {"public_id": "open_mapping.public_id"}
COURSE = {"public_id": "foreign_course.public_id"}
# The adopting institution and its teachers open files; the network does too.
OPENS = {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403}
# The adopter and the coordinator document; the adopter alone confirms.
DOCUMENTS = {"visitor": 302, "head|coordinator": 302, "*": 403}


def build(world) -> None:
    world.letter_kind, world.pack_kind = "signed", "xlsx"
    world.foreign_course = course_of()
    given = AdoptionGiven(programme=written("Diploma of Welding"), starts_on=date(2024, 9, 1))
    at, by = NOON, world.coordinator
    one = propose_adoption(course=world.foreign_course, institution=world.institution, given=given, at=at, by=by)
    world.confirmed_adoption = confirm_adoption(adoption=one, given=given, name="SOK Dara", at=at, by=world.head)
    world.proposed_adoption = propose_adoption(course=course_of(), institution=world.institution, given=given, at=at, by=by)
    pdf = b"%PDF-1.7"
    keep_letter(adoption=world.confirmed_adoption, name="letter.pdf", content=pdf, at=at, by=world.head)
    shown = EvidenceGiven("photo", written("The class"), None, "class.pdf", pdf)
    world.adoption_evidence = add_evidence(adoption=world.confirmed_adoption, given=shown, at=at, by=world.head)
    compared = MappingGiven(module_title=written("Workshop safety"), hours=Decimal(24), hours_per_credit=Decimal(16))
    version = world.foreign_course.published
    world.open_mapping = open_mapping(version=version, institution=world.institution, given=compared, at=at, by=world.head)
    decided = open_mapping(version=version, institution=InstitutionFactory(), given=compared, at=at, by=None)
    decision = MappingDecided("full", written("Same outcomes"), "The board", credits=Decimal("1.5"), is_shared=True)
    world.decided_mapping = decide_mapping(mapping=decided, given=decision, at=at, by=None)


ROWS = [
    Access("courses:adoptions", {"*": 200}),
    Access("courses:adoption", {"*": 200}, kwargs=CONFIRMED),
    Access("courses:adoption", {"head|author|coordinator": 200, "*": 404}, kwargs=PROPOSED),
    Access("courses:adopt", {"visitor": 302, "head|coordinator": 200, "*": 403}, kwargs=COURSE),
    Access("courses:confirm_adoption", {"visitor": 302, "head": 200, "author|coordinator": 403, "*": 404}, kwargs=PROPOSED),
    Access("courses:end_adoption", DOCUMENTS, method="post", kwargs=CONFIRMED, data={"reason": "Closed"}),
    Access("courses:adoption_letter", OPENS, kwargs={**CONFIRMED, "kind": "letter_kind"}),
    Access("courses:keep_adoption_letter", DOCUMENTS, method="post", kwargs=CONFIRMED),
    Access("courses:add_evidence", DOCUMENTS, method="post", kwargs=CONFIRMED),
    Access("courses:evidence", OPENS, kwargs=EVIDENCE),
    Access("courses:withdraw_evidence", DOCUMENTS, method="post", kwargs=EVIDENCE),
    Access("courses:evidence_pack", OPENS, kwargs={**CONFIRMED, "kind": "pack_kind"}),
    Access("courses:precedents", {"*": 200}),
    Access("courses:mapping", {"*": 200}, kwargs=DECIDED),
    Access("courses:mapping", {"head|coordinator": 200, "*": 404}, kwargs=COMPARED),
    Access("courses:compare_credit", {"visitor": 302, "head|coordinator": 200, "*": 403}, kwargs=COURSE),
]

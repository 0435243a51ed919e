"""Who proposes, confirms and documents an adoption, and who decides on credit."""

from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, grants_of, holds, holds_anywhere
from catecp.accounts.roles import ROLES, Permission
from catecp.courses.enums import AdoptionState, MappingDecision
from catecp.courses.models import Adoption, Course, CreditMapping
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.network.queries.canonical import holds_for

_ADOPTER = _("whoever adopts courses at the institution, such as its head")


def may_propose_adoption(actor: Actor, course: Course) -> Verdict:
    """The owner of the course offers it; an institution asks for it for itself."""
    if course.published_id is None:
        return denied(_("Only a published course can be adopted."))
    if holds_for(actor, Permission.WRITE_COURSE, course.owner_id) or holds_anywhere(actor, Permission.ADOPT_COURSE):
        return ALLOWED
    return denied(_("Adoptions are proposed by the owner of the course or by the adopting institution."), who_can=_ADOPTER)


def may_confirm_adoption(actor: Actor, adoption: Adoption) -> Verdict:
    """The adopter alone: a role for the whole network does not speak for an institution."""
    if adoption.state != AdoptionState.PROPOSED:
        return denied(_("This adoption is not waiting to be confirmed."))
    if adopts_for(actor, adoption.institution_id):
        return ALLOWED
    return denied(_("Only the adopting institution itself can confirm."), who_can=_ADOPTER)


def adopts_for(actor: Actor, institution: int) -> bool:
    """Whether the actor holds ADOPT_COURSE in this very institution (merges followed), not only network-wide."""
    return any(
        grant.scope == Scope.INSTITUTION
        and institution in grant.meant_ids
        and grant.role in ROLES
        and Permission.ADOPT_COURSE in ROLES[grant.role].may
        for grant in grants_of(actor)
    )


def may_document_adoption(actor: Actor, adoption: Adoption) -> Verdict:
    """Keep the letter and evidence: the adopter, the owner of the course, the coordinator."""
    if adoption.state == AdoptionState.WITHDRAWN:
        return denied(_("This adoption was withdrawn."))
    if _is_party(actor, adoption):
        return ALLOWED
    return denied(_("Evidence is kept by the two institutions of the adoption."), who_can=_ADOPTER)


def may_end_adoption(actor: Actor, adoption: Adoption) -> Verdict:
    """The adopter ends it; before it is confirmed, whoever may propose takes it back."""
    if adoption.state not in {AdoptionState.PROPOSED, AdoptionState.CONFIRMED}:
        return denied(_("This adoption is over already."))
    if holds_for(actor, Permission.ADOPT_COURSE, adoption.institution_id):
        return ALLOWED
    if adoption.state == AdoptionState.PROPOSED and holds_for(actor, Permission.WRITE_COURSE, adoption.course.owner_id):
        return ALLOWED
    return denied(_("A confirmed adoption is ended by the institution that adopted."), who_can=_ADOPTER)


def may_teach_adopted(actor: Actor, adoption: Adoption) -> Verdict:
    if holds_for(actor, Permission.TEACH, adoption.institution_id):
        return ALLOWED
    return denied(_("Classes are made by the teachers of the institution."), who_can=_ADOPTER)


def may_open_evidence(actor: Actor, adoption: Adoption) -> Verdict:
    """Files show people and results: only for the two institutions and the coordinator."""
    if _is_party(actor, adoption) or holds_for(actor, Permission.TEACH, adoption.institution_id):
        return ALLOWED
    return denied(_("Evidence is for the two institutions of the adoption only."), who_can=_ADOPTER)


def _is_party(actor: Actor, adoption: Adoption) -> bool:
    if holds_for(actor, Permission.ADOPT_COURSE, adoption.institution_id):
        return True
    return holds_for(actor, Permission.WRITE_COURSE, adoption.course.owner_id)


def may_map_credit(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.ADOPT_COURSE):
        return ALLOWED
    return denied(_("Courses are compared by institutions that may grant credit."), who_can=_ADOPTER)


def may_decide_mapping(actor: Actor, mapping: CreditMapping) -> Verdict:
    if mapping.decision != MappingDecision.OPEN:
        return denied(_("This comparison is decided. Compare anew when the course or the module has changed."))
    if holds_for(actor, Permission.ADOPT_COURSE, mapping.institution_id):
        return ALLOWED
    return denied(_("Credit is granted by the institution whose module it is."), who_can=_ADOPTER)


def sees_all_mappings(actor: Actor) -> bool:
    return holds(actor, Permission.ADOPT_COURSE)

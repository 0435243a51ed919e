from catecp.network.models import InstitutionMerge
from tests.access import Access
from tests.factories.network import InstitutionFactory, MembershipFactory

ONE = {"public_id": "institution.public_id"}
PAIR = {"one": "institution.public_id", "other": "other_institution.public_id"}
MANAGER = {"visitor": 302, "officer|head|coordinator": 200, "*": 403}
MANAGER_ACTS = {"visitor": 302, "officer|head|coordinator": 302, "*": 403}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}
COORDINATOR_ACTS = {"visitor": 302, "coordinator": 302, "*": 403}


def build(world) -> None:
    world.other_institution = InstitutionFactory()
    world.institution.names.create(text="PX", kind="abbreviation")
    world.institution.party_roles.create(initiative="CATECP", role="supporting")
    world.member = MembershipFactory(institution=world.institution)
    absorbed = InstitutionFactory(merged_into=world.institution)
    world.merge = _merge(world, absorbed)


def _merge(world, absorbed):
    return InstitutionMerge.objects.create(kept=world.institution, absorbed=absorbed, merged_at=world.event.created_at)


ROWS = [
    Access("network:directory", {"*": 200}),
    Access("network:institution", {"*": 200}, kwargs=ONE),
    Access("network:add", COORDINATOR),
    Access("network:edit", MANAGER, kwargs=ONE),
    Access("network:names", MANAGER, kwargs=ONE),
    Access("network:places", MANAGER, kwargs=ONE),
    Access("network:people", MANAGER, kwargs=ONE),
    Access("network:remove_name", MANAGER_ACTS, method="post", kwargs=ONE, data={"text": "PX", "kind": "abbreviation"}),
    Access("network:give_role", COORDINATOR_ACTS, method="post", kwargs=ONE, data={"initiative": "A", "role": "executing"}),
    Access("network:end_role", COORDINATOR_ACTS, method="post", kwargs=ONE, data={"initiative": "CATECP", "role": "supporting"}),
    Access("network:member", MANAGER, kwargs={**ONE, "person_id": "member.person.public_id"}),
    Access("network:end_membership", MANAGER_ACTS, method="post", kwargs={**ONE, "person_id": "member.person.public_id"}),
    Access("network:duplicates", COORDINATOR),
    Access("network:compare", COORDINATOR, kwargs=PAIR),
    Access("network:merge", COORDINATOR_ACTS, method="post", kwargs=PAIR),
    Access("network:tell_apart", COORDINATOR_ACTS, method="post", kwargs=PAIR),
    Access("network:undo_telling_apart", COORDINATOR_ACTS, method="post", kwargs=PAIR),
    Access("network:undo_merge", COORDINATOR_ACTS, method="post", kwargs={"merge_id": "merge.public_id"}),
]

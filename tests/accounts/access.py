from catecp.accounts.links import INVITATION, token_for
from tests.access import Access
from tests.factories.accounts import GrantFactory, UserFactory

_STAFF = {"visitor": 302, "coordinator": 200, "*": 403}
_STAFF_ACT = {"visitor|coordinator": 302, "*": 403}
_OF = {"public_id": "guest.person.public_id"}
ROWS = [
    Access("accounts:profile", {"visitor": 302, "*": 200}),
    Access("accounts:my_data", {"visitor": 302, "*": 200}),
    Access("accounts:enter", {"*": 200}, kwargs={"token": "guest_token"}),
    Access("accounts:people", _STAFF),
    Access("accounts:invite", _STAFF),
    Access("accounts:person", _STAFF, kwargs=_OF),
    Access("accounts:invite_again", _STAFF_ACT, method="post", kwargs=_OF),
    Access("accounts:close", _STAFF_ACT, method="post", kwargs=_OF),
    Access("accounts:withdraw", _STAFF_ACT, method="post", kwargs={**_OF, "grant": "guest_grant.pk"}),
]


def build(world) -> None:
    world.guest = UserFactory()
    world.guest_grant = GrantFactory(user=world.guest, role="ministry_viewer")
    world.guest_token = token_for(world.guest, purpose=INVITATION)

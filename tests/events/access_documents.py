from tests.access import Access
from tests.factories.letters import InvitationLetterFactory

EVENT = {"slug": "event.slug"}
LETTER = {**EVENT, "public_id": "letter.public_id"}
RUNS_IT = {"visitor": 302, "coordinator": 200, "*": 403}
CHANGES_IT = {"visitor|coordinator": 302, "*": 403}

ROWS = [
    Access("events:documents", RUNS_IT, kwargs=EVENT),
    Access("events:letters", RUNS_IT, kwargs=EVENT),
    Access("events:letter_wording", RUNS_IT, kwargs=EVENT),
    Access("events:letter_sample", RUNS_IT, kwargs={**EVENT, "languages": "sample_language"}),
    Access("events:issue_letters", CHANGES_IT, method="post", kwargs=EVENT, data={"person": ""}),
    Access("events:post_letters", CHANGES_IT, method="post", kwargs=EVENT),
    Access("events:letter", {"visitor": 302, "participant|coordinator": 200, "*": 404}, kwargs=LETTER),
    Access("events:withdraw_letter", CHANGES_IT, method="post", kwargs=LETTER),
    Access("events:badges", RUNS_IT, kwargs=EVENT),
    Access("events:badge", RUNS_IT, kwargs={**EVENT, "public_id": "registration.public_id"}),
    Access("events:participants_list", RUNS_IT, kwargs={**EVENT, "kind": "list_kind"}),
    Access("check:letter", {"*": 200}, kwargs={"code": "letter.check_code"}),
]


def build(world) -> None:
    world.sample_language, world.list_kind = "en+km", "csv"
    world.letter = InvitationLetterFactory(registration=world.registration)

"""Lists from other systems, and people who may be one."""

from django.utils import timezone

from catecp.learning.matching import Judgement, Outcome
from catecp.learning.services.merging import merge_learners, open_case
from catecp.learning.services.rosters import Source, bring_list
from tests.access import Access
from tests.factories.courses import ChannelFactory
from tests.factories.learning import LearnerFactory

CHANNEL = {"key": "list_channel.key"}
LIST = {**CHANNEL, "public_id": "roster.public_id"}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}
COORDINATOR_POST = {"visitor|coordinator": 302, "*": 403}

ROWS = [
    Access("rosters:lists", COORDINATOR, kwargs=CHANNEL),
    Access("rosters:list", COORDINATOR, kwargs=LIST),
    Access("rosters:act", COORDINATOR_POST, method="post", kwargs=LIST, data={"act": "take"}),
    Access("rosters:cases", {"visitor": 302, "officer|head|teacher|coordinator": 200, "*": 403}),
    Access(
        "rosters:decide",
        {"visitor|officer|head|teacher|coordinator": 302, "*": 404},
        method="post",
        kwargs={"public_id": "claim_case.public_id"},
        data={"answer": "different"},
    ),
    Access(
        "rosters:undo_merge",
        {"visitor|coordinator": 302, "officer|head|teacher": 404, "*": 403},
        method="post",
        kwargs={"public_id": "learner_merge.public_id"},
    ),
]


def build(world) -> None:
    now = timezone.now()
    world.list_channel = ChannelFactory()
    source = Source(channel=world.list_channel, system="lms.example.edu", institution=world.institution)
    world.roster = bring_list(
        source=source, file_name="list.csv", content=b"Username,Name\ns1,Sok Dara\n", at=now, by=world.coordinator
    )
    one, other = LearnerFactory(name="Sok Dara"), LearnerFactory(name="Dara Sok")
    judgement = Judgement(Outcome.CANDIDATE, "name_and_number", 0.8, {"value": "17"})
    world.claim_case = open_case(one=one, other=other, judgement=judgement, institution=world.institution, at=now)
    kept, absorbed = LearnerFactory(), LearnerFactory()
    world.learner_merge = merge_learners(kept=kept, absorbed=absorbed, rule="by_hand", at=now, by=None)

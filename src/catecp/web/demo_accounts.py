"""The accounts a visitor of the demo signs in with, one per role. The people are invented; the seeder gives them these names."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import User

DEMO_PASSWORD = "demo-catecp-2025"  # noqa: S105 -- printed on the front page of the demo


@dataclass(frozen=True)
class DemoAccount:
    role: str  # a name in accounts.roles.ROLES
    title: str | Promise
    email: str
    name: str
    original_name: str
    original_language: str
    try_first: str | Promise


DEMO_ACCOUNTS = (
    DemoAccount(
        "coordinator",
        _("Coordinator"),
        "coordinator@demo.example",
        "CHEA Sophea",
        "ជា សុភា",
        "km",
        _("Open the report draft and see where it disagrees with the printed one."),
    ),
    DemoAccount(
        "institution_head",
        _("Head of institution"),
        "head@demo.example",
        "WEI Guohua",
        "韦国华",
        "zh-hans",
        _("Approve a delegation that waits for you."),
    ),
    DemoAccount(
        "institution_officer",
        _("Officer of institution"),
        "officer@demo.example",
        "Ploy SUKSAI",
        "พลอย สุขใส",
        "th",
        _("Send a delegation to the next event."),
    ),
    DemoAccount(
        "speaker",
        _("Speaker"),
        "speaker@demo.example",
        "NGUYEN Thi Lan",
        "Nguyễn Thị Lan",
        "vi",
        _("Put the summary of your talk into the programme."),
    ),
    DemoAccount(
        "participant",
        _("Participant"),
        "participant@demo.example",
        "SOK Dara",
        "សុខ ដារ៉ា",
        "km",
        _("Look at your contacts, and post a call in your own language."),
    ),
    DemoAccount(
        "door_staff",
        _("Check-in staff"),
        "door@demo.example",
        "LY Vichea",
        "លី វិជា",
        "km",
        _("Check somebody in with the camera of a phone, then without a network."),
    ),
    DemoAccount(
        "author",
        _("Course author"),
        "author@demo.example",
        "MO Xiaoyan",
        "莫晓燕",
        "zh-hans",
        _("Change a sentence of a course, and see which translations it outdates."),
    ),
    DemoAccount(
        "translator",
        _("Translator"),
        "translator@demo.example",
        "HENG Sokunthea",
        "ហេង សុគន្ធា",
        "km",
        _("Go on with the Khmer of the water-quality course, without the mouse."),
    ),
    DemoAccount(
        "course_reviewer",
        _("Course reviewer"),
        "reviewer@demo.example",
        "TRAN Minh Duc",
        "Trần Minh Đức",
        "vi",
        _("Read the review that waits, and comment on a block."),
    ),
    DemoAccount(
        "teacher",
        _("Teacher"),
        "teacher@demo.example",
        "Malee THONGDEE",
        "มาลี ทองดี",
        "th",
        _("Open your class: who is stuck, and whose work waits for a mark?"),
    ),
    DemoAccount(
        "ministry_viewer",
        _("Ministry viewer"),
        "ministry@demo.example",
        "Bounmy PHOMMA",
        "ບຸນມີ ພົມມາ",
        "lo",
        _("Open a number down to the records it counts."),
    ),
)


def accounts_that_exist() -> list[DemoAccount]:
    """Those the seeder has made, under the names their people bear (participant and speaker are people of the workshop)."""
    emails = [account.email for account in DEMO_ACCOUNTS]
    found = {user.email: user for user in User.objects.filter(email__in=emails, is_active=True).select_related("person")}
    return [_as_called(account, found[account.email]) for account in DEMO_ACCOUNTS if account.email in found]


def _as_called(account: DemoAccount, user: User) -> DemoAccount:
    person = user.person
    if person is None:
        return account
    return replace(
        account, name=person.name, original_name=person.original_name, original_language=person.original_language or "en"
    )

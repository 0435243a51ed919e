"""The small world of the access matrix: one event with people in every role, and a second event nobody here has to do with.

A module adds its own things in `tests/<module>/access.py` by a function `build(world)`.
"""

import importlib
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings

from catecp.accounts.models import Scope
from tests.factories.accounts import GrantFactory, UserFactory
from tests.factories.events import EventFactory, RegistrationFactory, SessionFactory, TalkFactory
from tests.factories.network import InstitutionFactory

ACTORS = (
    "visitor",
    "outsider",
    "participant",
    "officer",
    "head",
    "author",
    "translator",
    "teacher",
    "speaker",
    "door_staff",
    "ministry",
    "coordinator",
)

MODULES = [
    importlib.import_module(f"tests.{name}.access")
    for name in settings.MODULES
    if (Path(__file__).parent / name / "access.py").exists()
]


def build_whole_world() -> SimpleNamespace:
    """The world with everything the modules add to it."""
    world = build_world()
    for module in MODULES:
        if hasattr(module, "build"):
            module.build(world)
    return world


def build_world() -> SimpleNamespace:
    world = SimpleNamespace()
    world.institution = InstitutionFactory()
    world.event = EventFactory(slug="the-workshop")
    world.other_event = EventFactory(slug="another-workshop")
    world.session = SessionFactory(event=world.event)
    world.visitor = None
    world.outsider = UserFactory()
    world.participant = _user_with("participant", Scope.EVENT, world.event.pk)
    world.officer = _user_with("institution_officer", Scope.INSTITUTION, world.institution.pk)
    world.head = _user_with("institution_head", Scope.INSTITUTION, world.institution.pk)
    world.author = _user_with("author", Scope.INSTITUTION, world.institution.pk)
    world.translator = _user_with("translator", Scope.NETWORK, 0)
    world.teacher = _user_with("teacher", Scope.INSTITUTION, world.institution.pk)
    world.speaker = _user_with("speaker", Scope.EVENT, world.event.pk)
    world.door_staff = _user_with("door_staff", Scope.EVENT, world.event.pk)
    world.ministry = _user_with("ministry_viewer", Scope.NETWORK, 0)
    world.coordinator = _user_with("coordinator", Scope.NETWORK, 0)
    world.registration = RegistrationFactory(event=world.event, person=world.participant.person, institution=world.institution)
    world.speaker_registration = RegistrationFactory(
        event=world.event, person=world.speaker.person, institution=world.institution
    )
    world.talk = TalkFactory(session=world.session, speaker=world.speaker.person)
    return world


def _user_with(role: str, scope: str, scope_id: int):
    user = UserFactory()
    GrantFactory(user=user, role=role, scope=scope, scope_id=scope_id)
    return user

"""Addresses of events. Other parts of the module keep their rows in files `access_<part>.py` beside this one."""

import importlib
from pathlib import Path

from catecp.events.links import calendar_key, registration_key
from catecp.events.models import Bus, Organiser, Place, Takeaway, VisitedCompany
from catecp.events.services.releases import release_programme
from catecp.kernel.translated import Translated, written
from tests.access import Access
from tests.factories.events import NOON, DelegationFactory, RegistrationFactory, VisitFactory

_PARTS = [importlib.import_module(f"tests.events.{path.stem}") for path in sorted(Path(__file__).parent.glob("access_*.py"))]

SLUG = {"slug": "event.slug"}
SESSION = {**SLUG, "public_id": "session.public_id"}
TALK = {**SLUG, "public_id": "talk.public_id"}
TAKEAWAY = {**SLUG, "public_id": "takeaway.public_id"}
VISIT = {**SLUG, "public_id": "visit.public_id"}
REGISTRATION = {**SLUG, "public_id": "registration.public_id"}
DELEGATION = {**SLUG, "public_id": "delegation.public_id"}
MINE = {**SLUG, "key": "registration_key"}
FILL = {"key": "delegation.fill_key"}

EVERYBODY = {"*": 200}
COORDINATOR = {"visitor": 302, "coordinator": 200, "*": 403}
COORDINATOR_ACTS = {"visitor": 302, "coordinator": 302, "*": 403}


def _get(name: str, expect: dict, kwargs: dict) -> Access:
    return Access(f"events:{name}", expect, kwargs=kwargs)


def _post(name: str, expect: dict, kwargs: dict, /, **data: str) -> Access:
    return Access(f"events:{name}", expect, method="post", kwargs=kwargs, data=data)


ROWS = [
    Access("events:events", EVERYBODY),
    _get("event", EVERYBODY, SLUG),
    _get("programme", EVERYBODY, SLUG),
    _get("compare", EVERYBODY, SLUG),
    _get("session", EVERYBODY, SESSION),
    _get("feed", EVERYBODY, SLUG),
    _get("own_feed", EVERYBODY, {**SLUG, "key": "calendar_key"}),
    _get("visit", EVERYBODY, VISIT),
    # settings
    Access("events:create", {"visitor": 302, "coordinator": 200, "*": 403}),
    _get("manage", COORDINATOR, SLUG),
    _get("settings", COORDINATOR, SLUG),
    _get("organisers", COORDINATOR, SLUG),
    _post("organiser_act", COORDINATOR_ACTS, {**SLUG, "pk": "organiser.pk"}, act="remove"),
    _get("places", COORDINATOR, SLUG),
    _get("place", COORDINATOR, {**SLUG, "pk": "place.pk"}),
    _post("place_remove", COORDINATOR_ACTS, {**SLUG, "pk": "place.pk"}),
    # programme
    _get("editor", COORDINATOR, SLUG),
    _get("release", COORDINATOR, SLUG),
    _get("session_new", COORDINATOR, SLUG),
    _get("session_edit", COORDINATOR, SESSION),
    _post("session_act", COORDINATOR_ACTS, SESSION, act="remove"),
    _get("talk_new", COORDINATOR, SESSION),
    _get("talk_edit", COORDINATOR, TALK),
    _post("talk_act", COORDINATOR_ACTS, TALK, act="up"),
    _get("own_talk", {"visitor": 302, "speaker": 200, "coordinator": 200, "*": 404}, TALK),
    _get("takeaways", {"visitor": 302, "speaker": 200, "coordinator": 200, "*": 403}, SESSION),
    _get("takeaway", COORDINATOR, TAKEAWAY),
    _post("takeaway_act", COORDINATOR_ACTS, TAKEAWAY, act="remove"),
    # visits
    _get("visits", COORDINATOR, SLUG),
    _get("visit_new", COORDINATOR, SLUG),
    _get("visit_edit", COORDINATOR, VISIT),
    _post("visit_remove", COORDINATOR_ACTS, VISIT),
    _get("visit_list", COORDINATOR, VISIT),
    _post("bus_save", COORDINATOR_ACTS, VISIT, name="Bus 2", seats="40"),
    _post("bus_remove", COORDINATOR_ACTS, {**VISIT, "pk": "bus.pk"}),
    _post("buses_fill", COORDINATOR_ACTS, VISIT),
    _post("company_add", COORDINATOR_ACTS, VISIT, name="A factory"),
    _post("visit_join", {"participant|speaker": 302, "*": 403}, VISIT, act="join"),
    _post("skill_note", {"participant|speaker|coordinator": 302, "*": 403}, VISIT, skill="Welding", language="en"),
    _post("skill_remove", COORDINATOR_ACTS, {**SLUG, "public_id": "skill.public_id"}),
    # registration
    _get("register", EVERYBODY, SLUG),
    _get("registered", EVERYBODY, SLUG),
    _get("mine", EVERYBODY, MINE),
    _get("mine_edit", {"*": 302}, MINE),  # the event of the world is over
    _post("mine_withdraw", {"*": 302}, MINE),
    _post("mine_visit", {"*": 302}, {**MINE, "public_id": "visit.public_id"}, act="join"),
    _get("registrations", COORDINATOR, SLUG),
    _get("registration_new", COORDINATOR, SLUG),
    _get("registration", COORDINATOR, REGISTRATION),
    _post("registration_act", COORDINATOR_ACTS, REGISTRATION, act="withdraw"),
    _get("affiliations", COORDINATOR, SLUG),
    _get("doubles", COORDINATOR, SLUG),
    # delegations
    _get("delegations", COORDINATOR, SLUG),
    _get("delegation_new", COORDINATOR, SLUG),
    _post("delegations_many", {"visitor": 302, "coordinator": 400, "*": 403}, SLUG),
    _get("delegation", {"visitor": 302, "officer|head|coordinator": 200, "*": 404}, DELEGATION),
    _post("delegation_act", COORDINATOR_ACTS, DELEGATION, act="renew"),
    _post(
        "delegation_decide",
        {"visitor": 302, "head": 302, "officer|coordinator": 403, "*": 404},
        DELEGATION,
        act="approve",
        name="A. Head",
    ),
    _get("delegation_fill", EVERYBODY, FILL),
    _get("delegation_add", EVERYBODY, FILL),
    _post("delegation_paste", {"*": 302}, FILL, table="SOK Dara"),
    _post("delegation_fill_act", {"*": 302}, FILL, act="submit"),
    _get("delegation_person", EVERYBODY, {**FILL, "public_id": "delegate.public_id"}),
    _get("delegation_approve", EVERYBODY, {"key": "delegation.approve_key"}),
    *(row for part in _PARTS for row in part.ROWS),
]


def build(world) -> None:
    world.organiser = Organiser.objects.create(event=world.event, institution=world.institution, role="initiating")
    world.place = Place.objects.create(event=world.event, name={"en": "Hall A"})
    release_programme(event=world.event, note=Translated(), by=None, at=NOON)
    world.takeaway = Takeaway.objects.create(session=world.session, text=written("Link industry and schools."), noted_at=NOON)
    world.visit = VisitFactory(event=world.event)
    world.bus = Bus.objects.create(visit=world.visit, name="Bus 1", seats=2)
    company = VisitedCompany.objects.create(visit=world.visit, name="A factory")
    world.skill = company.skills.create(skill=written("Welding"), noted_at=NOON)
    world.delegation = DelegationFactory(event=world.event, institution=world.institution, state="waiting")
    world.delegate = RegistrationFactory(
        event=world.event, institution=world.institution, delegation=world.delegation, state="waiting"
    )
    world.registration_key = registration_key(world.registration)
    world.calendar_key = calendar_key(world.registration)
    for part in _PARTS:
        if hasattr(part, "build"):
            part.build(world)

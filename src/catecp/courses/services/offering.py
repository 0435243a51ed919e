"""Channels, and what is taught through them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.enums import AdoptionState, ChannelKind, VersionState
from catecp.courses.facts_offering import ChannelChanged, ChannelMade, OfferingChanged, OfferingOpened
from catecp.courses.models import Adoption, Channel, Offering, Version
from catecp.courses.queries.passport import languages_of
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.identifiers import code
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.network.models import Institution
from catecp.places.models import Country

READABLE = 80  # percent of sentences from which on a language is offered by itself


class ChannelRefused(Refused):
    """The channel is not made or changed; the sentence says why."""


class OfferingRefused(Refused):
    """The offering is not opened; the sentence says why."""


@dataclass(frozen=True)
class ChannelGiven:
    """What a channel is. An empty territory is everywhere."""

    key: str
    name: Translated
    kind: str
    owner: Institution | None = None
    territory: Sequence[Country] = ()
    terms: Translated = Translated()
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class OfferingGiven:
    """What is offered. `languages` empty: the one the course is written in, and those it is readable in when it is opened."""

    languages: Sequence[str] = ()
    name: Translated = Translated()
    institution: Institution | None = None
    adoption: Adoption | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    seats: int | None = None
    is_open: bool = True


@transaction.atomic
def make_channel(*, given: ChannelGiven, at: datetime, by: Any) -> Channel:
    """A new channel with its own join code."""
    if Channel.objects.filter(key=given.key).exists():
        raise ChannelRefused(_("There is a channel of that short name already. Choose another."))
    if not given.name:
        raise ChannelRefused(_("Give the channel a name."))
    channel = Channel.objects.create(
        key=given.key,
        name=given.name,
        kind=given.kind,
        owner=given.owner,
        terms=given.terms,
        join_code=free_join_code(),
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        created_at=at,
    )
    channel.territory.set(given.territory)
    ledger.record(ChannelMade(channel_id=channel.pk, channel_kind=channel.kind), by=by, at=at)
    return channel


@transaction.atomic
def change_channel(*, channel: Channel, given: ChannelGiven, at: datetime, by: Any) -> Channel:
    """Everything but its short name and join code, which stand on printed paper."""
    if not given.name:
        raise ChannelRefused(_("Give the channel a name."))
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        raise ChannelRefused(_("The channel ends before it begins."))
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    channel.name, channel.kind, channel.owner, channel.terms = given.name, given.kind, given.owner, given.terms
    channel.starts_on, channel.ends_on = given.starts_on, given.ends_on
    channel.save(update_fields=["name", "kind", "owner", "terms", "starts_on", "ends_on"])
    channel.territory.set(given.territory)
    ledger.record(ChannelChanged(channel_id=channel.pk), by=by, at=at)
    return channel


def free_join_code() -> str:
    while True:
        made = code(10)
        if not Channel.objects.filter(join_code=made).exists():
            return made


@transaction.atomic
def open_offering(*, version: Version, channel: Channel, given: OfferingGiven, at: datetime, by: Any) -> Offering:
    """The published version can be taken through this channel."""
    if version.state != VersionState.PUBLISHED:
        raise OfferingRefused(_("Only a published version can be offered."))
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        raise OfferingRefused(_("The offering ends before it begins."))
    offering = Offering.objects.create(
        version=version,
        channel=channel,
        adoption=given.adoption,
        institution=given.institution,
        name=given.name,
        languages=_languages(version, given.languages),
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        seats=given.seats,
        is_open=given.is_open,
        created_at=at,
    )
    fact = OfferingOpened(offering_id=offering.pk, version_id=version.pk, channel_id=channel.pk)
    ledger.record(fact, by=by, at=at)
    return offering


@transaction.atomic
def open_to_link(*, offering: Offering, is_open: bool, at: datetime, by: Any) -> Offering:
    """Whether anybody may join by the channel's link. Who learns already goes on learning."""
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    offering.is_open = is_open
    offering.save(update_fields=["is_open"])
    ledger.record(OfferingChanged(offering_id=offering.pk), by=by, at=at)
    return offering


def _languages(version: Version, wanted: Iterable[str]) -> list[str]:
    known = [tag for tag in dict.fromkeys(wanted) if tag in LANGUAGES]
    return known or [state.tag for state in languages_of(version) if state.is_original or state.percent >= READABLE]


@transaction.atomic
def offer_adopted(*, adoption: Adoption, at: datetime, by: Any) -> Offering:
    """The adopted version as the adopter's classes take it: opened once, in the adopter's own channel of live classes."""
    adoption = (
        Adoption.objects.select_for_update(of=("self",)).select_related("version", "institution__country").get(pk=adoption.pk)
    )
    if adoption.state != AdoptionState.CONFIRMED:
        raise OfferingRefused(_("Classes follow the adoption: confirm it first."))
    found = Offering.objects.filter(adoption=adoption, version=adoption.version).order_by("pk").first()
    if found is not None:
        return found
    given = OfferingGiven(
        name=adoption.programme,
        institution=adoption.institution,
        adoption=adoption,
        starts_on=adoption.starts_on,
        ends_on=adoption.ends_on,
        is_open=False,
    )
    channel = _live_classes_of(adoption.institution, at=at, by=by)
    return open_offering(version=adoption.version, channel=channel, given=given, at=at, by=by)


def _live_classes_of(institution: Institution, *, at: datetime, by: Any) -> Channel:
    found = Channel.objects.filter(kind=ChannelKind.LIVE_CLASS, owner=institution).order_by("pk").first()
    if found is not None:
        return found
    territory = [institution.country] if institution.country else []
    key = f"classes-{institution.public_id}"
    given = ChannelGiven(key, institution.name, ChannelKind.LIVE_CLASS, owner=institution, territory=territory)
    return make_channel(given=given, at=at, by=by)

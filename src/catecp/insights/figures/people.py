"""Figures about the people of an event and where they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catecp.events.enums import CheckpointKind, RegistrationState
from catecp.events.headcount import GROUP_TITLES, SOUTH_EAST_ASIA, Group, group_of
from catecp.events.headcount import Row as Head
from catecp.events.models import Event, Organiser, Registration, Scan
from catecp.insights.figures.moment import remembered
from catecp.insights.figures.registry import Breakdown, Counted, Metric, Text, define
from catecp.kernel.translated import Translated
from catecp.network.models import Institution
from catecp.places.models import Country


@dataclass(frozen=True)
class Row:
    """One registration as the figures see it. `institution` and `country` are None for staff of the organisers."""

    id: str
    state: str
    institution: str | None
    country: str | None
    is_checked_in: bool


def group_key(country: str | None) -> str:
    return group_of(Head(registration=0, institution=0, country=country)).value


@remembered
def rows_of(event: Event) -> list[Row]:
    """Every registration of the event with its institution and its person followed through merges: two queries."""
    scans = Scan.objects.filter(
        registration=OuterRef("pk"), direction="in", checkpoint__kind__in=[CheckpointKind.DOOR, CheckpointKind.SESSION]
    )
    found = (
        Registration.objects.filter(event=event)
        .annotate(
            is_checked_in=Exists(scans),
            root=Coalesce("person__merged_into", "person"),
            where=Coalesce("institution__merged_into__public_id", "institution__public_id"),
            country=Coalesce("institution__merged_into__country", "institution__country"),
        )
        .order_by("pk")
        .values_list("public_id", "state", "where", "country", "is_checked_in", "root")
    )
    organisers = _organisers(event)
    confirmed = [row for row in found if row[1] == RegistrationState.CONFIRMED]
    came = {root for _id, _state, _where, _country, is_checked_in, root in confirmed if is_checked_in}
    first = {root: id for id, *_rest, root in reversed(confirmed)}  # of two registrations of one merged person the older counts
    rows = []
    for id, state, where, country, is_checked_in, root in found:
        if state == RegistrationState.CONFIRMED:
            state, is_checked_in = (state, root in came) if first[root] == id else (RegistrationState.MERGED, False)
        is_staff = where in organisers
        rows.append(Row(id, state, None if is_staff else where, None if is_staff else country, is_checked_in))
    return rows


def _organisers(event: Event) -> set[str]:
    where = Coalesce("institution__merged_into__public_id", "institution__public_id")
    return set(Organiser.objects.filter(event=event).annotate(where=where).values_list("where", flat=True))


def participants(event: Event) -> Counted:
    counted, excluded = set(), {}
    for row in rows_of(event):
        if row.state != RegistrationState.CONFIRMED:
            excluded[row.id] = row.state
        elif not row.is_checked_in:
            excluded[row.id] = "not_checked_in"
        else:
            counted.add(row.id)
    return Counted(frozenset(counted), excluded)


def registered(event: Event) -> Counted:
    rows = rows_of(event)
    counted = frozenset(row.id for row in rows if row.state == RegistrationState.CONFIRMED)
    return Counted(counted, {row.id: row.state for row in rows if row.id not in counted})


def _parts(event: Event, ids: frozenset[str], *, by: str) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {key.value: set() for key in Group} if by == "group" else {}
    for row in rows_of(event):
        if row.id in ids:
            key = group_key(row.country) if by == "group" else row.country or "unclassified"
            parts.setdefault(key, set()).add(row.id)
    ordered = parts if by == "group" else dict(sorted(parts.items(), key=lambda item: (-len(item[1]), item[0])))
    return {key: frozenset(found) for key, found in ordered.items() if found or key == "unclassified"}


def by_group(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    return _parts(event, ids, by="group")


def by_country(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    return _parts(event, ids, by="country")


def by_channel(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for id, channel in Registration.objects.filter(event=event).order_by("pk").values_list("public_id", "channel"):
        if id in ids:
            parts.setdefault(channel, set()).add(id)
    return {key: frozenset(found) for key, found in parts.items()}


def institutions(event: Event) -> Counted:
    came = participants(event).ids
    return Counted(frozenset(row.institution for row in rows_of(event) if row.id in came and row.institution))


def institutions_by_group(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for id, country in Institution.objects.filter(public_id__in=ids).order_by("pk").values_list("public_id", "country"):
        parts.setdefault(group_key(country), set()).add(id)
    return {key.value: frozenset(parts[key.value]) for key in Group if key.value in parts}


def countries(event: Event) -> Counted:
    came = participants(event).ids
    return Counted(frozenset(row.country for row in rows_of(event) if row.id in came and row.country))


def south_east_asian_countries(event: Event) -> Counted:
    found = countries(event).ids
    return Counted(
        frozenset(code for code in found if code in SOUTH_EAST_ASIA),
        {code: "elsewhere" for code in found if code not in SOUTH_EAST_ASIA},
    )


def group_label(key: str) -> Text:
    return GROUP_TITLES.get(Group(key), key) if key in set(Group) else key


def country_label(key: str) -> Text:
    if key == "unclassified":
        return GROUP_TITLES[Group.UNCLASSIFIED]
    return str(_countries().get(key, key))


@remembered
def _countries() -> dict[str, Translated]:
    return {country.code: country.name for country in Country.objects.all()}


CHANNELS: dict[str, Text] = {
    "single": _("registered singly"),
    "delegation": _("registered by their delegation"),
    "workbook": _("from a workbook"),
    "unclassified": _("Unclassified"),
}
_REASONS: dict[str, Text] = {
    "not_checked_in": _("confirmed, but never checked in at the door or a session"),
    "draft": _("the registration is a draft"),
    "waiting": _("the registration waits for approval"),
    "withdrawn": _("withdrawn"),
    "replaced": _("replaced by somebody else"),
    "merged": _("the same person as another registration"),
    "elsewhere": _("not in South-East Asia"),
}
_PEOPLE = _("people")

define(
    Metric(
        name="registered",
        title=_("Registered"),
        unit=_PEOPLE,
        nature="stock",
        records="registration",
        count=registered,
        reasons=_REASONS,
        definition=_("People with a confirmed registration. Double registrations are merged, so each counts once."),
    ),
    Metric(
        name="participants",
        title=_("Participants"),
        unit=_PEOPLE,
        nature="stock",
        records="registration",
        count=participants,
        reasons=_REASONS,
        definition=_(
            "People with a confirmed registration who were checked in at least once at the door or a session. Each counts once."
        ),
    ),
    Breakdown(
        name="participants.by_group",
        of="participants",
        title=_("Participants by origin"),
        classify=by_group,
        label=group_label,
    ),
    Breakdown(
        name="participants.by_country",
        of="participants",
        title=_("Participants by country"),
        classify=by_country,
        label=country_label,
    ),
    Breakdown(
        name="participants.by_channel",
        of="participants",
        title=_("Participants by way of registration"),
        classify=by_channel,
        label=lambda key: CHANNELS.get(key, key),
    ),
    Metric(
        name="institutions",
        title=_("Institutions"),
        unit=_("institutions"),
        nature="stock",
        records="institution",
        count=institutions,
        definition=_(
            "Institutions of the participants, each counted once under all its names; the organisers themselves are not counted."
        ),
    ),
    Breakdown(
        name="institutions.by_group",
        of="institutions",
        title=_("Institutions by origin"),
        classify=institutions_by_group,
        label=group_label,
    ),
    Metric(
        name="countries",
        title=_("Countries"),
        unit=_("countries"),
        nature="stock",
        records="country",
        count=countries,
        definition=_("Countries of the participants' institutions."),
    ),
    Metric(
        name="sea_countries",
        title=_("South-East Asian countries"),
        unit=_("countries"),
        nature="stock",
        records="country",
        count=south_east_asian_countries,
        reasons=_REASONS,
        definition=_(
            "Countries of South-East Asia among the countries of the participants' institutions. Cambodia is one of them."
        ),
    ),
)

"""Reading the cells of reach. No page aggregates standings or events: what is read here was counted when it happened."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from catecp.accounts.models import Scope as GrantScope
from catecp.accounts.queries import Actor, scope_ids
from catecp.accounts.roles import Permission
from catecp.learning.ladder import ALL, SEVERAL, Amount
from catecp.learning.models import Learner, ReachCell, Standing
from catecp.network.models import Institution, InstitutionPlace
from catecp.network.queries.canonical import institutions_held
from catecp.places.models import Region

Months = list[tuple[date, Amount]]  # in order of time


@dataclass(frozen=True)
class Where:
    """What is asked about: a place of one level, a course or all, a channel or all."""

    level: str = "all"
    place: str = ""
    course: int = ALL
    channel: int = ALL


def rungs_by_month(where: Where) -> dict[str, Months]:
    """{rung: months with what came in each}. One query, of as many rows as there are months and rungs."""
    rows = ReachCell.objects.filter(level=where.level, place=where.place, course=where.course, channel=where.channel)
    found: dict[str, Months] = defaultdict(list)
    for rung, month, people, enrolments in _summed(rows, "rung", "month"):
        found[rung].append((month, Amount(people, enrolments)))
    return found


def channels_by_month(where: Where) -> dict[int, dict[str, Months]]:
    """{channel id, or SEVERAL: {rung: months}}, with the channel left open."""
    rows = ReachCell.objects.filter(level=where.level, place=where.place, course=where.course).exclude(channel=ALL)
    if where.channel != ALL:
        rows = rows.filter(channel=where.channel)
    return _grouped(rows, "channel")


@dataclass(frozen=True)
class Total:
    """What a row of a breakdown holds at one rung: all of it, and the part within the period."""

    ever: Amount
    inside: Amount


def cells_by(where: Where, by: str) -> QuerySet[ReachCell]:
    """The cells of a breakdown: `by` is course, channel or a level of places. Each key is one row of it, the unclassified too."""
    if by == "course":
        rows = ReachCell.objects.filter(level=where.level, place=where.place, channel=where.channel)
        return rows.exclude(course=ALL) if where.course == ALL else rows.filter(course=where.course)
    if by == "channel":
        rows = ReachCell.objects.filter(level=where.level, place=where.place, course=where.course)
        return rows.exclude(channel__in=(ALL, SEVERAL)) if where.channel == ALL else rows.filter(channel=where.channel)
    rows = ReachCell.objects.filter(level=by, course=where.course, channel=where.channel)
    keys = places_within(where, level=by)
    return rows if keys is None else rows.filter(place__in=keys)


def key_field(by: str) -> str:
    return by if by in ("course", "channel") else "place"


def totals_by(where: Where, by: str, *, first: date | None, last: date) -> dict[str | int, dict[str, Total]]:
    """{key: {rung: total}}. One query that gives a row for each key and rung, however many months there are."""
    inside = Q(month__lte=last) if first is None else Q(month__gte=first, month__lte=last)
    field = key_field(by)
    rows = cells_by(where, by).order_by().values_list(field, "rung")
    rows = rows.annotate(
        Sum("people"), Sum("enrolments"), inside=Sum("people", filter=inside), made_inside=Sum("enrolments", filter=inside)
    )
    found: dict[str | int, dict[str, Total]] = defaultdict(dict)
    for key, rung, people, enrolments, people_inside, enrolments_inside in rows:
        found[key][rung] = Total(Amount(people, enrolments), Amount(people_inside or 0, enrolments_inside or 0))
    return found


def history_by(where: Where, by: str, keys: Sequence[str | int]) -> dict[str | int, dict[str, Months]]:
    """{key: {rung: months}} of some rows of a breakdown."""
    field = key_field(by)
    return _grouped(cells_by(where, by).filter(**{f"{field}__in": keys}), field)


def places_within(where: Where, *, level: str) -> list[str] | None:
    """Keys of the places of `level` that lie in the place asked about, its own unclassified included; None means every place."""
    if where.level == level:
        return [where.place]
    if where.level == "all":
        return None if level == "country" else _everywhere(level)
    rest = f"{where.place}-" if where.level == "country" else f"r{where.place}-"
    if level == "region" and where.level == "country":
        return [*_texts(Region.objects.filter(country_id=where.place).values_list("pk", flat=True)), rest]
    if level == "institution" and where.level == "country":
        return [*_texts(Institution.objects.filter(country_id=where.place).values_list("pk", flat=True)), rest]
    if level == "institution" and where.level == "region" and where.place.isdigit():
        lying = InstitutionPlace.objects.filter(region_id=int(where.place), valid_to=None)
        return [*_texts(lying.values_list("institution_id", flat=True)), rest]
    return []


def _everywhere(level: str) -> list[str]:
    """Of the keys ending in "-" only the one of everywhere: the others count the same people again, country by country."""
    pks = (Region if level == "region" else Institution)._default_manager.values_list("pk", flat=True)
    return [*_texts(pks), "-"]


def _texts(ids: Iterable[int]) -> list[str]:
    return [str(pk) for pk in ids]


def _grouped(rows: QuerySet[ReachCell], field: str) -> dict:
    found: dict = defaultdict(lambda: defaultdict(list))
    for key, rung, month, people, enrolments in _summed(rows, field, "rung", "month"):
        found[key][rung].append((month, Amount(people, enrolments)))
    return found


def _summed(rows: QuerySet[ReachCell], *fields: str) -> QuerySet:
    sums = rows.order_by().values_list(*fields).annotate(Sum("people"), Sum("enrolments"))
    return sums.order_by("month")


def first_month() -> date | None:
    """The month of the first person ever reached."""
    rows = ReachCell.objects.filter(level="all", place="", course=ALL, channel=ALL, rung="reached")
    return rows.order_by("month").values_list("month", flat=True).first()


def standings_within(where: Where) -> QuerySet[Standing]:
    """The standings a cell counts, at any rung and time."""
    rows = Standing.objects.all()
    if where.course != ALL:
        rows = rows.filter(course_id=where.course) if where.course > 0 else rows.filter(course=None)
    if where.channel not in (ALL, SEVERAL):
        rows = rows.filter(channel_id=where.channel)
    return rows.filter(_at(where))


def _at(where: Where) -> Q:
    if where.level == "all":
        return Q()
    if where.level == "country":
        return Q(country=None) if where.place == "-" else Q(country_id=where.place)
    field = "region" if where.level == "region" else "counted_institution"
    if where.place.isdigit():
        return Q(**{f"{field}_id": int(where.place)})
    inside = where.place.removesuffix("-")
    unknown = Q(**{field: None})
    if not inside:
        return unknown
    return unknown & (Q(region_id=int(inside[1:])) if inside.startswith("r") and inside[1:].isdigit() else Q(country_id=inside))


def may_see_every_learner(actor: Actor) -> bool:
    return scope_ids(actor, Permission.MANAGE_CHANNELS, GrantScope.INSTITUTION) is None


def standings_visible_to(actor: Actor) -> QuerySet[Standing]:
    """Standings whose learner this reader may see: of institutions they teach at; all for who manages channels."""
    rows = Standing.objects.order_by("pk")
    if may_see_every_learner(actor):
        return rows
    taught = institutions_held(actor, Permission.TEACH)
    return rows if taught is None else rows.filter(counted_institution_id__in=taught)


def people_behind(where: Where, *, rung: str, first: date | None, last: date, actor: Actor) -> QuerySet[Learner]:
    """Learners of a cell this reader may see, one row a person, in order of names. `first` and `last` are days, both included.

    Within a period somebody is listed who came to the rung *first* in it, as the cell counts.
    """
    day = f"{rung}_on"
    inside = standings_within(where).filter(**{f"{day}__lte": last})
    seen = standings_visible_to(actor).filter(pk__in=inside.order_by().values("pk"))
    people = seen.order_by().values("learner__root_id")
    found = Learner.objects.filter(pk__in=people)
    if first is not None:
        before = standings_within(where).filter(**{f"{day}__lt": first}).order_by().values("learner__root_id")
        found = found.exclude(pk__in=before)
    return found.select_related("country").order_by("name", "pk")

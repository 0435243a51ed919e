"""Learners in bulk for reach.py: rows made by the database itself, shaped like a network and not like a benchmark.

A learner belongs to one of 200 institutions in eleven countries (every seventh to none), takes three offerings out of the few of
that institution, by one to three channels; four in five become active, fewer complete, fewer are certified; one row in a
hundred turns out to be the person before it.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from catecp.courses.models import Channel, Course, Offering, Version
from catecp.languages.models import TextBody
from catecp.learning.models import Device, Enrolment, Identity, Learner, LearnerMerge, LearningEvent, Standing
from catecp.network.models import Institution, InstitutionPlace
from catecp.places.models import Country, Region

COUNTRIES = ("KH", "TH", "VN", "LA", "MM", "MY", "ID", "PH", "BN", "SG", "TL")
INSTITUTIONS, COURSES, CHANNELS, OFFERINGS = 200, 300, 10, 600
FIRST_DAY = "2025-01-01"
AT = datetime(2026, 1, 1, tzinfo=UTC)
_STAMP = "2026-01-01 00:00:00+00:00"


def prepare() -> None:
    """Faster and unsafe, for a database that lives for one run: references are made right, not checked row by row."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET work_mem = '128MB'")
            cursor.execute("SET maintenance_work_mem = '512MB'")
        else:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
                cursor.execute(f"PRAGMA {pragma}")


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_network() -> None:
    """Countries, provinces, institutions, courses, channels and offerings."""
    for code in COUNTRIES:
        Country.objects.get_or_create(code=code, defaults={"name": {"en": code}})
    regions = Region.objects.bulk_create(
        [Region(country_id=code, name={"en": f"Province {number} of {code}"}) for code in COUNTRIES for number in range(4)]
    )
    institutions = Institution.objects.bulk_create(
        [
            Institution(
                name={"en": f"Polytechnic {n}"}, sort_name=f"polytechnic {n:03}", country_id=COUNTRIES[n % len(COUNTRIES)]
            )
            for n in range(INSTITUTIONS)
        ]
    )
    places = [
        InstitutionPlace(institution=row, region=regions[4 * (n % len(COUNTRIES)) + n // 11 % 4])
        for n, row in enumerate(institutions)
        if n % 9
    ]
    InstitutionPlace.objects.bulk_create(places)
    _make_courses(institutions[0])


def _make_courses(owner: Institution) -> None:
    bodies = TextBody.objects.bulk_create([TextBody(name=f"course {n}", language="en") for n in range(COURSES)])
    courses = Course.objects.bulk_create(
        [Course(title={"en": f"Course {n}"}, owner=owner, body=body) for n, body in enumerate(bodies)]
    )
    versions = Version.objects.bulk_create(
        [Version(course=course, number=1, state="published", published_at=AT) for course in courses]
    )
    channels = Channel.objects.bulk_create(
        [Channel(key=f"channel-{n}", name={"en": f"Channel {n}"}, kind="platform", join_code=f"J{n}") for n in range(CHANNELS)]
    )
    Offering.objects.bulk_create(
        [Offering(version=versions[n % COURSES], channel=channels[n * 7 % CHANNELS]) for n in range(OFFERINGS)]
    )


def fill(model: type[models.Model], rows: range, **columns: str) -> int:
    """Insert a row for each number `n`; `columns` are SQL of n, other columns that must not be empty get their default."""
    table, values = model._meta.db_table, {**_defaults(model), **columns}
    names, expressions = ", ".join(values), ", ".join(values.values())
    if connection.vendor == "postgresql":
        source = f"SELECT {expressions} FROM generate_series(CAST({rows.start} AS bigint), {rows.stop - 1}) AS numbers(n)"
    else:
        numbers = (
            f"WITH RECURSIVE numbers(n) AS (SELECT {rows.start} UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows.stop - 1})"
        )
        source = f"{numbers} SELECT {expressions} FROM numbers"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {source}")
    return len(rows)


def _defaults(model: type[models.Model]) -> dict[str, str]:
    found = {}
    for field in model._meta.local_fields:
        if field.null or field.primary_key:
            continue
        if field.name == "public_id":
            found[field.column] = "'b' || CAST(n AS text)"
        elif isinstance(field, models.JSONField):
            found[field.column] = "'[]'" if field.default is list else "'{}'"
        elif isinstance(field, models.BooleanField):
            found[field.column] = "TRUE" if field.default is True else "FALSE"
        elif isinstance(field, models.DateTimeField):
            found[field.column] = f"'{_STAMP}'"
        elif isinstance(field, models.CharField | models.TextField):
            found[field.column] = f"'{field.default if isinstance(field.default, str) else ''}'"
        elif isinstance(field, models.IntegerField | models.FloatField) and not field.is_relation:
            found[field.column] = str(field.default if isinstance(field.default, int | float) else 0)
    return found


def _day(offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{FIRST_DAY}' + CAST({offset} AS integer))"
    return f"date('{FIRST_DAY}', '+' || CAST({offset} AS integer) || ' days')"


def _stamp(offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(TIMESTAMPTZ '{FIRST_DAY} 08:00:00+00' + make_interval(days => CAST({offset} AS integer)))"
    return f"datetime('{FIRST_DAY}', '+' || CAST({offset} AS integer) || ' days')"


# Of enrolment n: its learner, which of their three it is, their institution, the offering.
_LEARNER = "((n + 2) / 3)"
_NTH = "((n + 2) % 3)"
_HOME = f"({_LEARNER} * 7919 % {INSTITUTIONS})"
_OFFERING = f"(({_HOME} * 13 + {_LEARNER} % 4 * 3 + {_NTH} * (17 + {_LEARNER} % 2 * 3)) % {OFFERINGS})"
_STARTED = f"(({_LEARNER} * 31 + {_NTH} * 41) % 600)"
_LUCK = f"(({_LEARNER} * 37 + {_NTH} * 9) % 100)"  # the same for one learner, more or less
_IS_ACTIVE, _IS_DONE, _IS_CERTIFIED = f"{_LUCK} < 78", f"{_LUCK} < 41", f"{_LUCK} < 22"


def make_learners(people: int) -> None:
    """Learners, an identity and a device each, three enrolments each with their standings; one in a hundred is merged."""
    country = (
        "CASE n * 7919 % 200 % 11 " + " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(COUNTRIES)) + " END"
    )
    root = "CASE WHEN n % 100 = 0 THEN n - 1 ELSE n END"
    everybody, enrolments = range(1, people + 1), range(1, 3 * people + 1)
    fill(Learner, everybody, id="n", root_id=root, name="'Learner ' || CAST(n AS text)", country_id=country)
    fill(Identity, everybody, id="n", learner_id="n", kind="'phone'", value="'+855' || CAST(100000000 + n AS text)")
    fill(Device, everybody, id="n", learner_id="n", key="'d' || CAST(n AS text)")
    merged = range(1, people // 100 + 1)
    fill(LearnerMerge, merged, kept_id="n * 100 - 1", absorbed_id="n * 100", rule="'verified_phone'")
    offering, course = f"{_OFFERING} + 1", f"{_OFFERING} % {COURSES} + 1"
    channel = f"{_OFFERING} * 7 % {CHANNELS} + 1"
    fill(
        Enrolment, enrolments, id="n", learner_id=_LEARNER, offering_id=offering, version_id=course, course_id=course,
        channel_id=channel, language="'en'", enrolled_at=_stamp(_STARTED),
    )  # fmt: skip
    _make_standings(enrolments, course=course, channel=channel)
    _move_sequences()


def _make_standings(enrolments: range, *, course: str, channel: str) -> None:
    def when(condition: str, offset: str) -> str:
        return f"CASE WHEN {condition} THEN {_day(f'{_STARTED} + {offset}')} END"

    at_home = f"{_LEARNER} % 7 > 0"
    home_country = " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(COUNTRIES))
    institution = f"CASE WHEN {at_home} THEN {_HOME} + 1 END"
    region = f"CASE WHEN {at_home} AND {_HOME} % 9 > 0 THEN 4 * ({_HOME} % 11) + {_HOME} / 11 % 4 + 1 END"
    fill(
        Standing, enrolments, id="n", learner_id=_LEARNER, source="'enrolment:' || CAST(n AS text)", course_id=course,
        channel_id=channel, institution_id=institution, counted_institution_id=institution,
        country_id=f"CASE {_HOME} % 11 {home_country} END", region_id=region,
        reached_on=_day(_STARTED), registered_on=_day(_STARTED), active_on=when(_IS_ACTIVE, "n % 20"),
        completed_on=when(_IS_DONE, "20 + n % 30"), certified_on=when(_IS_CERTIFIED, "50 + n % 15"),
    )  # fmt: skip


def make_events(numbers: range, *, people: int) -> None:
    """Events number `numbers`, in order of learners within each call; each learner's numbers run on."""
    share = len(numbers) // people or 1
    done = numbers.start // people
    learner = f"((n - {numbers.start}) / {share} + 1)"
    fill(
        LearningEvent, range(numbers.start, numbers.start + share * people), id="n + 1", learner_id=learner, device_id=learner,
        seq=f"{done} + (n - {numbers.start}) % {share} + 1", enrolment_id=f"({learner} * 3 - n % 3)", kind="'done'",
        block_key="'block'", digest="'0'", happened_at=_stamp("n % 600"), received_at=_stamp("n % 600"),
    )  # fmt: skip


def _move_sequences() -> None:
    """Rows were given their ids; the next one made by the program must be another."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in (Learner, Identity, Device, Enrolment, Standing):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def totals() -> dict[str, Any]:
    """What there is, counted by the database."""
    return {
        "learners": Learner.objects.count(),
        "people": Learner.objects.values("root").distinct().count(),
        "enrolments": Enrolment.objects.count(),
    }

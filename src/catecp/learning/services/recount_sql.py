"""The statements of the recount. They hold names of our own tables and columns only; nothing from outside enters them.

Months are numbers here (year times twelve, January 0): a million texts are slower to sort.
"""

from catecp.learning.enums import Rung

RUNGS = tuple(Rung.values)
# (level, place, only where). What is not known counts as unclassified in each place it lies in.
PLACES = (
    ("all", "''", "1 = 1"),
    ("country", "COALESCE(country, '-')", "1 = 1"),
    ("region", "COALESCE(CAST(region AS text), '-')", "1 = 1"),
    ("region", "country || '-'", "region IS NULL AND country IS NOT NULL"),
    ("institution", "COALESCE(CAST(institution AS text), '-')", "1 = 1"),
    ("institution", "country || '-'", "institution IS NULL AND country IS NOT NULL"),
    ("institution", "'r' || CAST(region AS text) || '-'", "institution IS NULL AND region IS NOT NULL"),
)
_NUMBER_OF = {
    "postgresql": "CAST(EXTRACT(YEAR FROM {day}) * 12 + EXTRACT(MONTH FROM {day}) - 1 AS integer)",
    "sqlite": "(CAST(substr({day}, 1, 4) AS integer) * 12 + CAST(substr({day}, 6, 2) AS integer) - 1)",
}
_DAY_OF = {
    "postgresql": "make_date(month / 12, month % 12 + 1, 1)",
    "sqlite": "printf('%04d-%02d-01', month / 12, month % 12 + 1)",
}

RAW = """
    CREATE TEMPORARY TABLE recount_raw
    (level text, place text, course bigint, channel bigint, rung text, month integer, people bigint, enrolments bigint)
"""

# First months of each person in each channel.
FIRST = """
    CREATE TEMPORARY TABLE recount_first AS
    SELECT person, {place} AS place, {course} AS course, channel, MIN(reached) AS reached, MIN(registered) AS registered,
           MIN(active) AS active, MIN(completed) AS completed, MIN(certified) AS certified
    FROM recount_base WHERE {where} GROUP BY 1, 2, 3, 4
"""

ENROLMENTS = """
    INSERT INTO recount_raw
    SELECT '{level}', {place} AS the_place, {course} AS the_course, {channel} AS the_channel, rung, month, 0, SUM(number)
    FROM recount_made WHERE {where} GROUP BY 2, 3, 4, rung, month
"""

COMPARE = """
    SELECT level, place, course, channel, rung, month,
           SUM(kept_people) AS kp, SUM(kept_enrolments) AS ke, SUM(people) AS rp, SUM(enrolments) AS re
    FROM (
        SELECT level, place, course, channel, rung, month, people AS kept_people, enrolments AS kept_enrolments,
               0 AS people, 0 AS enrolments
        FROM learning_reachcell
        UNION ALL
        SELECT level, place, course, channel, rung, month, 0, 0, people, enrolments FROM recount_cell
    ) AS both_counts
    GROUP BY level, place, course, channel, rung, month
    HAVING SUM(kept_people) <> SUM(people) OR SUM(kept_enrolments) <> SUM(enrolments)
    ORDER BY level, place, course, channel, rung, month
"""

REPLACE = """
    INSERT INTO learning_reachcell (level, place, course, channel, rung, month, people, enrolments, is_new)
    SELECT level, place, course, channel, rung, month, people, enrolments, FALSE FROM recount_cell
"""


def base(vendor: str) -> str:
    """One row a standing, with the root of its learner and the month of each rung."""
    months = ", ".join(f"{_NUMBER_OF[vendor].format(day=f'standing.{rung}_on')} AS {rung}" for rung in RUNGS)
    return (
        "CREATE TEMPORARY TABLE recount_base AS SELECT learner.root_id AS person, standing.country_id AS country,"  # noqa: S608 -- ours
        " standing.region_id AS region, standing.counted_institution_id AS institution,"
        f" COALESCE(standing.course_id, -1) AS course, standing.channel_id AS channel, {months}"
        " FROM learning_standing AS standing JOIN learning_learner AS learner ON learner.id = standing.learner_id"
    )


def made() -> str:
    """Enrolments that came to each rung in each month, at the finest grain."""
    columns = "country, region, institution, course, channel"
    counts = " UNION ALL ".join(
        f"SELECT {columns}, '{rung}' AS rung, {rung} AS month, count(*) AS number FROM recount_base"  # noqa: S608 -- ours
        f" WHERE {rung} IS NOT NULL GROUP BY {columns}, {rung}"
        for rung in RUNGS
    )
    return f"CREATE TEMPORARY TABLE recount_made AS {counts}"


def people(level: str) -> str:
    """People of each channel."""
    return _people(level, "recount_first")


def people_by_any_channel(level: str) -> str:
    months = ", ".join(f"MIN({rung}) AS {rung}" for rung in RUNGS)
    source = f"(SELECT person, place, course, 0 AS channel, {months} FROM recount_first GROUP BY person, place, course) AS anyhow"  # noqa: S608 -- ours
    return _people(level, source)


def people_by_a_second_channel(level: str) -> str:
    """The second smallest month of a person's channels is the least, over all pairs of channels, of the later of the two."""
    later = ", ".join(
        f"MIN(CASE WHEN one.{rung} >= other.{rung} THEN one.{rung} WHEN other.{rung} > one.{rung} THEN other.{rung} END) AS {rung}"
        for rung in RUNGS
    )
    pairs = (
        f"(SELECT one.place AS place, one.course AS course, -2 AS channel, {later} FROM recount_first AS one"  # noqa: S608 -- ours
        " JOIN recount_first AS other ON other.person = one.person AND other.place = one.place AND other.course = one.course"
        " AND other.channel > one.channel GROUP BY one.person, one.place, one.course) AS several"
    )
    return _people(level, pairs)


def _people(level: str, source: str) -> str:
    """Group by all five months first: there are few combinations, and the five counts are sums over those."""
    months = ", ".join(RUNGS)
    combined = (
        f"WITH combined AS MATERIALIZED (SELECT place, course, channel, {months}, count(*) AS number"  # noqa: S608 -- ours
        f" FROM {source} GROUP BY place, course, channel, {months})"
    )
    counts = " UNION ALL ".join(
        f"SELECT '{level}', place, course, channel, '{rung}', {rung}, SUM(number), 0 FROM combined"  # noqa: S608 -- ours
        f" WHERE {rung} IS NOT NULL GROUP BY place, course, channel, {rung}"
        for rung in RUNGS
    )
    return f"INSERT INTO recount_raw {combined} {counts}"


def cells(vendor: str) -> str:
    """People and enrolments of a cell in one row."""
    return (
        "CREATE TEMPORARY TABLE recount_cell AS SELECT level, place, course, channel, rung,"  # noqa: S608 -- ours
        f" {_DAY_OF[vendor]} AS month, SUM(people) AS people, SUM(enrolments) AS enrolments"
        " FROM recount_raw GROUP BY level, place, course, channel, rung, recount_raw.month"
    )

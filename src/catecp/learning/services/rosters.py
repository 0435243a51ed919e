"""Lists of learners from other systems: read, tried, taken and undone, as streams of batches. The source of every line is kept.

A list makes people known by the accounts, numbers, phones and addresses in it; a bare count ("5,644 users") is no list and stays
a claim (insights). Taking a list twice, or again after a crash, changes nothing that was taken before.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.courses.models import Channel, Course
from catecp.files import storage
from catecp.files.services import store_document
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.learning.facts_reach import RosterRead, RosterTaken, RosterUndone
from catecp.learning.ladder import earlier
from catecp.learning.models import Enrolment, Identity, Learner, LearnerSession, RosterImport, RosterRow, Standing
from catecp.learning.roster.columns import IDENTIFYING, Meaning, guess
from catecp.learning.roster.lines import Line, Shape, orders_in, read_line
from catecp.learning.roster.reading import headings_of, rows_of
from catecp.learning.services.counting import counting
from catecp.learning.services.merging import open_case
from catecp.learning.services.roster_matching import Decision, Matcher
from catecp.learning.services.standing import Noted, days, note_many
from catecp.network.models import Institution

BATCH = 500
SAMPLE = 2_000
EXAMPLES = 200
Say = Callable[[int], None]  # told how many lines are done


class NothingIdentifies(Refused):
    """No column of the list tells one person from another."""


class NotOpen(Refused):
    """The list was taken or undone before."""


@dataclass(frozen=True)
class Source:
    """Where a list comes from: the channel it reports about, the system that issued its accounts, and what it is about if known."""

    channel: Channel
    system: str
    institution: Institution | None = None
    course: Course | None = None


def bring_list(*, source: Source, file_name: str, content: bytes, at: datetime, by: Any) -> RosterImport:
    """Keep a list and what its columns seem to hold. Nobody is made known yet. Raises `UnreadableWorkbook` and keeps nothing then."""
    system = clean_line(source.system, longest=200)
    if not system:
        raise Refused(_("Say which system the list comes from: its name or its address."))
    with transaction.atomic():
        document = store_document(
            name=clean_line(file_name, longest=200) or "list",
            media_type="application/octet-stream",
            content=content,
            at=at,
            by=by,
        )
        row, headings = headings_of(storage.path_of(document.sha256))
        meanings = {str(index): meaning.value for index, meaning in enumerate(guess(headings))}
        roster = RosterImport.objects.create(
            document=document,
            channel=source.channel,
            institution=source.institution,
            course=source.course,
            system=system,
            columns={"row": row, "headings": [clean_line(text, longest=120) for text in headings], "meanings": meanings},
            imported_by=getattr(by, "pk", None),
            imported_at=at,
        )
        ledger.record(RosterRead(roster_id=roster.pk, channel_id=source.channel.pk), by=by, at=at)
    return roster


@transaction.atomic
def correct_columns(*, roster: RosterImport, meanings: Mapping[int, Meaning]) -> RosterImport:
    """Read the list with these meanings from now on; the dry run before is forgotten."""
    roster = _open(roster)
    roster.columns = {**roster.columns, "meanings": {str(index): Meaning(meaning).value for index, meaning in meanings.items()}}
    roster.report = {}
    roster.save(update_fields=["columns", "report"])
    return roster


def try_list(*, roster: RosterImport, today: date, say: Say = lambda done: None) -> dict[str, Any]:
    """Go through the whole list and say what taking it would do. Writes the report and nothing else."""
    shape = shape_of(roster)
    matcher = Matcher(shape, f"roster:{roster.pk}")
    counts: Counter[str] = Counter()
    examples: list[dict[str, Any]] = []
    done = 0
    for lines in _batches(roster, shape, today=today):
        for decision in matcher.decide(lines):
            counts[decision.outcome] += 1
            counts["cases"] += len(decision.cases)
            counts["problems"] += bool(decision.line.problems)
            if len(examples) < EXAMPLES and (done < 20 or decision.outcome != "new" or decision.line.problems):
                examples.append(_example(decision))
        done += len(lines)
        say(done)
    report = {"counts": dict(counts), "lines": done, "examples": examples}
    RosterImport.objects.filter(pk=roster.pk, state="read").update(report=report)
    return report


def take_list(*, roster: RosterImport, at: datetime, by: Any, say: Say = lambda done: None) -> RosterImport:
    """Make the people of the list known, batch by batch. Lines taken before (a crash, a stop) are passed over."""
    roster = _open(roster)
    shape = shape_of(roster)
    taken = set(RosterRow.objects.filter(roster=roster).values_list("number", flat=True))
    matcher = Matcher(shape, f"roster:{roster.pk}")
    done = len(taken)
    for lines in _batches(roster, shape, today=at.date()):
        left = [line for line in lines if line.number not in taken]
        if left:
            _take_batch(roster, matcher, left, at=at)
        done += len(left)
        say(done)
    with transaction.atomic():
        roster = _open(roster)
        outcomes = Counter(RosterRow.objects.filter(roster=roster).values_list("outcome", flat=True))
        roster.state, roster.report = "taken", {**roster.report, "taken": dict(outcomes), "lines": done}
        roster.save(update_fields=["state", "report"])
        ledger.record(RosterTaken(roster_id=roster.pk, outcomes=dict(outcomes)), by=by, at=at)
    return roster


@transaction.atomic
def _take_batch(roster: RosterImport, matcher: Matcher, lines: list[Line], *, at: datetime) -> None:
    decisions = matcher.decide(lines)
    learner_of = _learners(roster, decisions, at=at)
    _keep_identities(roster, decisions, learner_of, at=at)
    rows = [_row(roster, decision, learner_of.get(decision.line.number)) for decision in decisions]
    RosterRow.objects.bulk_create(rows, batch_size=BATCH)
    note_many(_noted(roster, decision, learner_of, at=at) for decision in decisions if decision.line.number in learner_of)
    _open_cases(roster, decisions, learner_of, at=at)


def _learners(roster: RosterImport, decisions: list[Decision], *, at: datetime) -> dict[int, int]:
    """{line: learner}. New learners are made together; a repeated line is the learner of the line it repeats."""
    new = [decision for decision in decisions if decision.outcome == "new"]
    country = roster.institution.country_id if roster.institution else None
    made = Learner.objects.bulk_create(
        [Learner(name=one.line.name, original_name=one.line.original_name, country_id=country, created_at=at) for one in new],
        batch_size=BATCH,
    )
    for learner in made:
        learner.root_id = learner.pk
    Learner.objects.bulk_update(made, ["root"], batch_size=BATCH)
    found = {decision.line.number: learner.pk for decision, learner in zip(new, made, strict=True)}
    found |= {decision.line.number: decision.learner_id for decision in decisions if decision.learner_id is not None}
    earlier_rows = {decision.earlier for decision in decisions if decision.earlier is not None} - set(found)
    known = RosterRow.objects.filter(roster=roster, number__in=earlier_rows, learner__isnull=False)
    before = dict(known.values_list("number", "learner_id"))
    for decision in decisions:
        if decision.earlier is not None and (learner_id := found.get(decision.earlier) or before.get(decision.earlier)):
            found[decision.line.number] = learner_id
    return found


def _keep_identities(roster: RosterImport, decisions: list[Decision], learner_of: dict[int, int], *, at: datetime) -> None:
    """Identities nobody holds yet. A phone or address that is somebody else's stays theirs."""
    rows = [
        Identity(
            learner_id=learner_of[decision.line.number],
            kind=one.kind,
            issuer=one.issuer,
            value=one.value,
            source=f"roster:{roster.pk}",
            created_at=at,
        )
        for decision in decisions
        if decision.line.number in learner_of
        for one in decision.line.shown
    ]
    Identity.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _row(roster: RosterImport, decision: Decision, learner_id: int | None) -> RosterRow:
    reasons = [decision.reason, *decision.line.problems]
    return RosterRow(
        roster=roster,
        number=decision.line.number,
        cells=decision.line.cells,
        learner_id=learner_id,
        outcome=decision.outcome,
        reason=" ".join(dict.fromkeys(reason for reason in reasons if reason))[:300],
    )


def _noted(roster: RosterImport, decision: Decision, learner_of: dict[int, int], *, at: datetime) -> Noted:
    """On a list is reached, on the day we got it unless the list knows an earlier one."""
    return Noted(
        learner_id=learner_of[decision.line.number],
        source=f"roster:{roster.pk}",
        channel_id=roster.channel_id,
        course_id=roster.course_id,
        institution_id=roster.institution_id,
        days=earlier(decision.line.days, days(reached=roster.imported_at.date())),
    )


def _open_cases(roster: RosterImport, decisions: list[Decision], learner_of: dict[int, int], *, at: datetime) -> None:
    for decision in decisions:
        for other, judgement in decision.cases:
            mine = learner_of.get(decision.line.number)
            if mine is not None and mine != other:
                one, two = Learner.objects.get(pk=mine), Learner.objects.get(pk=other)
                open_case(one=one, other=two, judgement=judgement, institution=roster.institution, at=at)


def undo_list(*, roster: RosterImport, at: datetime, by: Any, say: Say = lambda done: None) -> RosterImport:
    """Nobody counts by this list any more. Identities it brought go too, unless somebody used them or they have learned since.

    The lines stay as the record of what was there. Merges somebody decided stay decided.
    """
    roster = RosterImport.objects.get(pk=roster.pk)
    if roster.state == "undone":
        raise NotOpen(_("This list was undone before."))
    source = f"roster:{roster.pk}"
    removed = 0
    while learners := list(Standing.objects.filter(source=source).order_by("pk").values_list("learner_id", flat=True)[:BATCH]):
        with counting(learners):
            removed += Standing.objects.filter(source=source, learner_id__in=learners).delete()[0]
            _forget(source, learners)
        say(removed)
    with transaction.atomic():
        roster.state, roster.undone_at = "undone", at
        roster.save(update_fields=["state", "undone_at"])
        ledger.record(RosterUndone(roster_id=roster.pk, standings=removed), by=by, at=at)
    return roster


def _forget(source: str, learners: list[int]) -> None:
    used = set(Enrolment.objects.filter(learner_id__in=learners).values_list("learner_id", flat=True))
    used |= set(Standing.objects.filter(learner_id__in=learners).values_list("learner_id", flat=True))
    used |= set(LearnerSession.objects.filter(learner_id__in=learners).values_list("learner_id", flat=True))
    unused = set(learners) - used
    Identity.objects.filter(source=source, verified_at=None, learner_id__in=unused).delete()


def shape_of(roster: RosterImport) -> Shape:
    """How the list is read now. Raises `NothingIdentifies` when no column tells people apart."""
    columns = {int(index): Meaning(meaning) for index, meaning in roster.columns["meanings"].items() if meaning}
    if not IDENTIFYING & set(columns.values()):
        raise NothingIdentifies(
            _("Say which column holds the account, number, phone or address: without one, nobody can be told from another.")
        )
    institution = roster.institution
    sample = [cells for _number, cells in islice(_rows(roster), SAMPLE)]
    return Shape(
        columns=columns,
        system=roster.system,
        institution=institution.public_id if institution else "",
        institution_id=institution.pk if institution else 0,
        country=(institution.country_id or "") if institution else "",
        orders=orders_in(sample, columns),
    )


def _rows(roster: RosterImport) -> Iterator[tuple[int, list]]:
    rows = rows_of(storage.path_of(roster.document.sha256))
    return ((number, cells) for number, cells in rows if number > roster.columns["row"])


def _batches(roster: RosterImport, shape: Shape, *, today: date) -> Iterator[list[Line]]:
    lines = (read_line(number, cells, shape, today=today) for number, cells in _rows(roster))
    while batch := list(islice(lines, BATCH)):
        yield batch


def _open(roster: RosterImport) -> RosterImport:
    found = RosterImport.objects.select_related("document", "channel", "institution", "course").get(pk=roster.pk)
    if found.state != "read":
        raise NotOpen(_("This list was taken or undone before. Bring it again to take it anew."))
    return found


def _example(decision: Decision) -> dict[str, Any]:
    line = decision.line
    who = line.name or line.original_name or next((one.value for one in line.shown), "")
    reasons = [decision.reason, *line.problems]
    if decision.cases:
        reasons.append(_("may be somebody we know; somebody will be asked to decide"))
    return {
        "number": line.number,
        "what": who or _("no name"),
        "outcome": decision.outcome,
        "reasons": list(dict.fromkeys(reason for reason in reasons if reason)),
    }

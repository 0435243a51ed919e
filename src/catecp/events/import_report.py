"""The rows of a planned or finished import as the report component and the downloads show them. Pure words, no queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catecp.events.models import ImportRow
from catecp.events.workbook.differences import Differences
from catecp.events.workbook.institutions import InstitutionAnswer
from catecp.events.workbook.merging import PlannedPair
from catecp.events.workbook.plan import ImportPlan
from catecp.events.workbook.problems import problem_from
from catecp.events.workbook.wording import MEANINGS, NOTES, note_in_words, reasons_in_words

OUTCOMES = {
    "kept": gettext_lazy("kept"),
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "merged": gettext_lazy("merged"),
    "left_out": gettext_lazy("left out"),
}
_COMPARED = ("name", "native_name", "institution", "position", "country", "email", "phone", "timestamp")


def planned_rows(plan: ImportPlan) -> list[dict[str, Any]]:
    """What would become of every row: number, what it holds, outcome, reasons."""
    problems = plan.problems_by_row()
    rows = []
    for row in plan.rows:
        reading = row.reading
        notes = [_note(note.as_stored()) for note in row.notes]
        found = problems.get((reading.sheet, reading.row), [])
        reasons = [*notes, *(problem.what for problem in found)]
        rows.append(_shown(reading.row, reading.sheet, reading.name, row.institution.name, row.outcome.value, reasons))
    rows += [_shown(p.row, p.sheet, "", "", "left_out", [p.what]) for p in plan.skipped]
    return sorted(rows, key=lambda row: (row["sheet"], row["number"]))


def imported_rows(rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """What became of every row of a finished import, in the reader's language."""
    shown = []
    for row in rows:
        values = row.raw.get("values", {})
        reasons = [_note(reason) for reason in row.reasons]
        shown.append(_shown(row.number, row.sheet, values.get("name", ""), values.get("institution", ""), row.outcome, reasons))
    return shown


def _shown(number: int, sheet: str, name: str, institution: str, outcome: str, reasons: list[str]) -> dict[str, Any]:
    what = " · ".join(part for part in (name, institution) if part) or "–"
    return {
        "number": f"{sheet} {number}".strip() if sheet else number,
        "sheet": sheet,
        "what": what,
        "outcome": outcome,
        "outcome_label": str(OUTCOMES.get(outcome, outcome)),
        "reasons": reasons,
    }


def _note(stored: Mapping[str, Any]) -> str:
    if "problem" in stored:
        problem = problem_from(stored)
        return f"{problem.column}: {problem.what}" if problem.column else problem.what
    code = str(stored.get("note", ""))
    words = {name: str(stored.get(name, "")) for name in ("field", "before", "after")}
    return note_in_words(code, **words) if code in NOTES else ""


def report_headers() -> list[str]:
    """The headings of the downloaded report."""
    return [_("Sheet"), _("Row"), _("Name"), _("Institution as written"), _("E-mail"), _("What happened"), _("Why")]


def report_lines(rows: Iterable[ImportRow]) -> list[list[Any]]:
    """The downloaded report, row by row. Callers write it with cells that stay text."""
    lines = []
    for row in rows:
        values = row.raw.get("values", {})
        why = " ".join(_note(reason) for reason in row.reasons)
        said = [values.get("name", ""), values.get("institution", ""), values.get("email", "")]
        lines.append([row.sheet, row.number, *said, str(OUTCOMES.get(row.outcome, row.outcome)), why])
    return lines


def columns_shown(plan: ImportPlan) -> list[dict[str, Any]]:
    """The columns of the main sheet with their meaning, to be corrected."""
    options = [(code, str(label)) for code, label in MEANINGS.items()]
    return [
        {
            "index": column.index,
            "letter": column.letter,
            "heading": column.heading,
            "samples": column.samples,
            "meaning": column.meaning.value,
            "is_guessed": column.guessed_by == "content",
            "options": options,
        }
        for column in plan.layouts[0].columns
    ]


def unsure_shown(plan: ImportPlan, decided: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every spelling that waits for a decision or has one, with the suggestion, its reasons and the other choices.

    `decided` are the decisions kept with this workbook; `names` the institutions by id.
    """
    people = Counter(row.institution.text for row in plan.people)
    found = {}
    for spelling, answer in plan.answers.items():
        if spelling.key in decided or not answer.certain:
            found[spelling.key] = _unsure(spelling.key, spelling.text, answer, decided.get(spelling.key, ""), names)
            found[spelling.key]["people"] = people[answer.text]
    return sorted(found.values(), key=lambda entry: (bool(entry["decided"]), -entry["people"], entry["text"]))


def _unsure(key: str, text: str, answer: InstitutionAnswer, decided: str, names: Mapping[str, str]) -> dict[str, Any]:
    options = [(choice, f"{name} ({round(score * 100)} %)") for choice, name, score in answer.candidates]
    own = answer.name if answer.key.startswith("new:") else text
    options.append((f"new:{own}", _("add “%(name)s” to the directory") % {"name": own}))
    options.append(("none", _("no institution")))
    if decided and decided not in dict(options):
        options.insert(0, (decided, names.get(decided, decided.removeprefix("new:"))))
    return {
        "key": key,
        "text": text,
        "suggestion": "" if answer.key.startswith("new:") else answer.name,
        "reasons": reasons_in_words(answer.reasons),
        "decided": decided,
        "options": options,
    }


def pairs_shown(pairs: Iterable[PlannedPair]) -> list[dict[str, Any]]:
    """Rows that may be one person, side by side: label, first, second, and whether they differ."""
    shown = []
    for planned in pairs:
        first, second = planned.first.values(), planned.second.values()
        fields = [
            {
                "label": str(MEANINGS[name]),
                "first": first.get(name, ""),
                "second": second.get(name, ""),
                "differs": first.get(name) != second.get(name),
            }
            for name in _COMPARED
            if first.get(name) or second.get(name)
        ]
        shown.append(
            {
                "key": planned.key,
                "first_row": planned.first.row,
                "second_row": planned.second.row,
                "why": reasons_in_words(planned.pair.reasons),
                "likely": planned.pair.likely,
                "merged": planned.merged,
                "fields": fields,
            }
        )
    return shown


def changes_shown(differences: Differences) -> list[dict[str, Any]]:
    """Every cell that says something else than what was imported before."""
    return [
        {"row": change.reading.row, "name": change.reading.name, "what": str(MEANINGS[meaning]), "before": before, "after": after}
        for change in differences.changed
        for meaning, before, after in change.fields
    ]

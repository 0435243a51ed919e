"""All that a person should look at, gathered from rows, institutions and pairs, in the order of the sheet."""

from collections.abc import Mapping

from catecp.events.workbook.columns import Layout
from catecp.events.workbook.duplicates import Found
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.institutions import InstitutionAnswer, Kind, Spelling, spelling_of
from catecp.events.workbook.merging import PlannedPair
from catecp.events.workbook.problems import Problem
from catecp.events.workbook.rows import Reading


class Doubts:
    """Gathers the problems of a plan; knows the headings, so that each problem names its column."""

    def __init__(self, layouts: tuple[Layout, ...], answers: Mapping[Spelling, InstitutionAnswer]) -> None:
        self.labels = {(layout.sheet.name, column.meaning): column.label for layout in layouts for column in layout.columns}
        self.main = layouts[0].sheet.name
        self.answers = answers

    def all(
        self, readings: list[Reading], found: Found, pairs: tuple[PlannedPair, ...], skipped: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """Return every problem of the plan once, by sheet, row and column."""
        problems = [problem for reading in readings for problem in reading.problems] + list(skipped)
        for reading in readings:
            problems += self._about_institution(reading, self.answers[spelling_of(reading)])
        for first, second in found.shared_addresses:
            problems.append(self._problem("email_shared", readings[second], Meaning.EMAIL, row=readings[first].row))
        for planned in pairs:
            code = "duplicate" if planned.pair.likely else "duplicate_possible"
            problems.append(self._problem(code, planned.second, Meaning.NAME, row=planned.first.row, why=planned.pair.reasons))
        return tuple(sorted(problems, key=lambda problem: (problem.sheet != "", problem.sheet, problem.row, problem.column)))

    def _about_institution(self, reading: Reading, answer: InstitutionAnswer) -> list[Problem]:
        def problem(code: str, **params: object) -> Problem:
            return self._problem(code, reading, Meaning.INSTITUTION, value=answer.text[:120], **params)

        if answer.kind is Kind.NEW and answer.reasons != ("decided",):
            return [problem("institution_new")]
        if answer.kind is not Kind.DIRECTORY or answer.certain:
            return []
        if "rivals" in answer.reasons and len(answer.candidates) > 1:
            return [problem("institution_ambiguous", suggestion=answer.name, other=answer.candidates[1][1])]
        if "other_country" in answer.reasons:
            params = {"value": reading.country_text, "institution": answer.name, "other": answer.country}
            return [self._problem("country_differs", reading, Meaning.COUNTRY, **params)]
        return [problem("institution_unsure", suggestion=answer.name)]

    def _problem(self, code: str, reading: Reading, meaning: Meaning, **params: object) -> Problem:
        label = self.labels.get((reading.sheet or self.main, meaning), "")
        return Problem(code, reading.row, label, params, reading.sheet)

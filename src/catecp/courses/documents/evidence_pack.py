"""The evidence pack of an adoption, for a college's quality report: the same rows as PDF and as workbook.

Every figure stands with its definition; every file with its SHA-256, so that a reader can tell the file before them is the one meant.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from catecp.courses.adoption_results import AdoptionResults, results_of
from catecp.courses.models import Adoption
from catecp.courses.queries.adoptions import clock, countries_of_use, evidence_of, units_taken
from catecp.kernel.tabular import safe_cell
from catecp.kernel.typeset import engine
from catecp.kernel.typeset.dates import long_date
from catecp.places.queries import country_names

TEMPLATE = "courses/documents/evidence_pack.typ"


@dataclass(frozen=True)
class Table:
    """A heading, column heads and rows of plain values."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Pack:
    title: str
    subtitle: str
    as_of: str
    address: str
    language: str
    tables: tuple[Table, ...]


def pack_of(adoption: Adoption, *, site: str, at: datetime) -> Pack:
    """Everything we can show of the adoption at that moment, in the reader's language."""
    language = get_language() or "en"
    institution = adoption.institution.merged_into or adoption.institution
    results = results_of(adoption)
    tables = (_facts(adoption, at), _figures(results), _classes(results), _countries(adoption, at), _evidence(adoption))
    return Pack(
        title=_("Evidence of adoption"),
        subtitle=f"{adoption.course.title} · {institution.name}",
        as_of=long_date(at.date(), language),
        address=site + adoption.get_absolute_url(),
        language=language,
        tables=tables,
    )


def _facts(adoption: Adoption, at: datetime) -> Table:
    language, agreement, counted = get_language() or "en", adoption.agreement, clock(adoption, on=at.date())
    reached = long_date(counted.reached_on, language) if counted and counted.reached_on else "–"
    rows = [
        (_("Course"), f"{adoption.course.title}, " + _("version %(number)s") % {"number": adoption.version.number}),
        (_("Owner of the course"), str((adoption.course.owner.merged_into or adoption.course.owner).name)),
        (_("Adopting institution"), str((adoption.institution.merged_into or adoption.institution).name)),
        (_("Study programme"), str(adoption.programme)),
        (_("State"), str(adoption.get_state_display())),
        (_("Confirmed by"), adoption.confirmed_by_name or "–"),
        (_("Confirmed on"), long_date(adoption.confirmed_at.date(), language) if adoption.confirmed_at else "–"),
        (_("In use since"), long_date(adoption.starts_on, language)),
        (_("Until"), long_date(adoption.ends_on, language) if adoption.ends_on else _("without an end")),
        (_("Days in use within the last five years"), counted.days if counted else 0),
        (_("Two years of use reached on"), reached),
        (_("Lessons taken"), len(units_taken(adoption))),
        (_("Agreement"), str(agreement.title or agreement.get_kind_display()) if agreement else "–"),
        (_("Statement of the adopter"), str(adoption.statement) or "–"),
    ]
    return Table(_("The adoption"), (_("What"), _("As recorded")), tuple(rows))


def _figures(results: AdoptionResults) -> Table:
    rows = (
        (_("Classes"), len(results.classes), _("Classes of this course at the institution, and those that name this adoption.")),
        (
            _("Learners registered"),
            results.registered,
            _("People enrolled in these classes; each counted once, merges followed."),
        ),
        (_("Learners active"), results.active, _("Of them, those who did something in a lesson.")),
        (_("Learners completed"), results.completed, _("Of them, those who met the rules of the course.")),
        (_("Learners certified"), results.certified, _("Of them, those who hold a certificate that is not revoked.")),
        (
            _("Mean result, percent"),
            "–" if results.mean_score is None else results.mean_score,
            _("Over enrolments that were completed."),
        ),
    )
    return Table(_("Figures and what they mean"), (_("Figure"), _("Value"), _("Definition")), rows)


def _classes(results: AdoptionResults) -> Table:
    rows = tuple(
        (
            one.name,
            one.teacher or "–",
            one.starts_on.isoformat() if one.starts_on else "–",
            one.registered,
            one.active,
            one.completed,
            one.certified,
        )
        for one in results.classes
    )
    headers = (_("Class"), _("Teacher"), _("Since"), _("Registered"), _("Active"), _("Completed"), _("Certified"))
    return Table(
        _("Classes"), headers, rows, note=_("A learner of two classes stands in both rows and once in the figures above.")
    )


def _countries(adoption: Adoption, at: datetime) -> Table:
    names = country_names()
    uses = countries_of_use(adoption.course, on=at.date())
    rows = tuple((names.get(use.code, use.code), use.days, _("yes") if use.is_two_years else _("not yet")) for use in uses)
    note = _("Confirmed adoptions of this course by all institutions; days of the last five years; days that overlap count once.")
    return Table(_("Countries of use"), (_("Country"), _("Days in use"), _("Two years")), rows, note=note)


def _evidence(adoption: Adoption) -> Table:
    rows = [
        (
            row.kind,
            str(row.title),
            row.happened_on.isoformat() if row.happened_on else "–",
            row.document.name,
            row.document.sha256,
        )
        for row in evidence_of(adoption)
    ]
    if adoption.letter is not None:
        rows.insert(0, (_("letter"), _("Letter of adoption"), "–", adoption.letter.name, adoption.letter.sha256))
    headers = (_("Kind"), _("What it shows"), _("Of"), _("File"), "SHA-256")
    return Table(_("Evidence files"), headers, tuple(rows))


def pack_pdf(pack: Pack, *, at: datetime) -> bytes:
    data = {
        "language": pack.language,
        "title": pack.title,
        "subtitle": pack.subtitle,
        "as_of": _("As of %(day)s") % {"day": pack.as_of},
        "href": pack.address,
        "nothing": _("nothing recorded"),
        "tables": [
            {
                "title": table.title,
                "note": table.note,
                "headers": table.headers,
                "rows": [[str(cell) for cell in row] for row in table.rows],
            }
            for table in pack.tables
        ],
    }
    return engine.pdf(template=TEMPLATE, data=data, at=at)


def pack_xlsx(pack: Pack) -> bytes:
    """One sheet a table; text cells stay text."""
    book = Workbook()
    book.remove(book.active)
    for table in pack.tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.append([pack.title, pack.subtitle, pack.as_of, pack.address])
        sheet.append(list(table.headers))
        for row in table.rows:
            sheet.append([safe_cell(cell) for cell in row])
        if table.note:
            sheet.append([table.note])
        for cell in (*sheet[1], *sheet[2]):
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A3"
        for column in "ABCDE":
            sheet.column_dimensions[column].width = 32
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

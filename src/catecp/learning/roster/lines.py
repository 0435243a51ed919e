"""One line of a list: who it is about and on which days they came to which rung, or why it says nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catecp.events.workbook.dates import ColumnOrder, ReadTime, order_of, read_time
from catecp.kernel.plaintext import clean_line
from catecp.learning.contact_values import NotAValue, normalised
from catecp.learning.enums import IdentityKind
from catecp.learning.ladder import Days
from catecp.learning.matching import Known, Shown
from catecp.learning.roster.columns import DAYS, Meaning
from catecp.learning.roster.reading import Cell

EARLIEST = date(2000, 1, 1)
_KINDS = {
    Meaning.SUBJECT: IdentityKind.SUBJECT,
    Meaning.NUMBER: IdentityKind.CLASS_LIST,
    Meaning.EMAIL: IdentityKind.EMAIL,
    Meaning.PHONE: IdentityKind.PHONE,
}


@dataclass(frozen=True)
class Shape:
    """How a list is read. `columns` are meanings by index; `system` issues the subjects, `institution` the numbers."""

    columns: Mapping[int, Meaning]
    system: str
    institution: str = ""  # public id
    institution_id: int = 0
    country: str = ""
    orders: Mapping[int, ColumnOrder] | None = None


@dataclass(frozen=True)
class Line:
    """What a line says. `shown` are its identities, surest first; `problems` are sentences; without `shown` it is left out."""

    number: int
    cells: list[str]
    name: str
    original_name: str
    shown: tuple[Shown, ...]
    days: Days
    problems: tuple[str, ...]

    def known(self, shape: Shape) -> Known:
        numbers = {(shape.institution_id, one.value) for one in self.shown if one.kind == IdentityKind.CLASS_LIST}
        return Known(tuple(filter(None, (self.name, self.original_name))), frozenset(self.shown), frozenset(numbers))


def read_line(number: int, cells: Sequence[Cell], shape: Shape, *, today: date) -> Line:
    """Read one line. What cannot be read is left out of it and said; nothing raises."""
    by_meaning = {meaning: cells[index] for index, meaning in shape.columns.items() if meaning and index < len(cells)}
    problems: list[str] = []
    shown = [one for meaning in _KINDS if (one := _shown(meaning, by_meaning.get(meaning), shape, problems))]
    if not shown:
        problems.append(_("No account, number, phone or address: this line cannot be told from another."))
    days = _days(cells, shape, problems, today=today)
    return Line(
        number=number,
        cells=[clean_line(_text(cell), longest=200) for cell in cells],
        name=clean_line(_text(by_meaning.get(Meaning.NAME)), longest=300),
        original_name=clean_line(_text(by_meaning.get(Meaning.ORIGINAL_NAME)), longest=300),
        shown=tuple(shown),
        days=days,
        problems=tuple(problems),
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    # A number typed into a spreadsheet comes as 17.0; an account 17 is meant.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _shown(meaning: Meaning, cell: Cell, shape: Shape, problems: list[str]) -> Shown | None:
    text = _text(cell)
    if not text.strip():
        return None
    kind = _KINDS[meaning]
    try:
        value = normalised(kind, text, country=shape.country)
    except NotAValue:
        words = {
            Meaning.PHONE: _("“%(text)s” is no phone number we can read."),
            Meaning.EMAIL: _("“%(text)s” is no e-mail address."),
        }.get(meaning, _("“%(text)s” is too long for an account or number."))
        problems.append(words % {"text": clean_line(text, longest=60)})
        return None
    issuer = {Meaning.SUBJECT: shape.system, Meaning.NUMBER: f"institution:{shape.institution or shape.system}"}.get(meaning, "")
    return Shown(kind, issuer, value)


def _days(cells: Sequence[Cell], shape: Shape, problems: list[str], *, today: date) -> Days:
    found: dict[Meaning, date | None] = {}
    for index, meaning in shape.columns.items():
        if meaning in DAYS and index < len(cells) and _text(cells[index]).strip():
            order = (shape.orders or {}).get(index)
            found[meaning] = _day(cells[index], order, problems, today=today)
    reached, registered, active, completed, certified = (found.get(meaning) for meaning in DAYS)
    return (reached, registered, active, completed, certified)


def _day(cell: Cell, order: ColumnOrder | None, problems: list[str], *, today: date) -> date | None:
    read = read_time(cell)
    at = read.at
    if read.ambiguous:
        at = order.settle(read) if order else None
        if at is None:
            problems.append(
                _("“%(text)s” can be two days: write the year first.") % {"text": clean_line(_text(cell), longest=40)}
            )
            return None
    if at is None:
        problems.append(_("“%(text)s” is no day we can read.") % {"text": clean_line(_text(cell), longest=40)})
        return None
    if not EARLIEST <= at.date() <= today:
        problems.append(_("%(day)s is not a day on which this can have happened.") % {"day": at.date().isoformat()})
        return None
    return at.date()


def orders_in(rows: Iterable[Sequence[Cell]], columns: Mapping[int, Meaning]) -> dict[int, ColumnOrder]:
    """Which order of day and month each column of days shows, from a sample of its rows."""
    times: dict[int, list[ReadTime]] = {index: [] for index, meaning in columns.items() if meaning in DAYS}
    for cells in rows:
        for index, found in times.items():
            if index < len(cells):
                found.append(read_time(cells[index]))
    return {index: order_of(found) for index, found in times.items()}

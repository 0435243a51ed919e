"""Where the registrations stand in a workbook, and what each column holds: by its heading and by what is in it."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from openpyxl.utils import get_column_letter

from catecp.events.workbook.content import fit_of
from catecp.events.workbook.headings import Meaning, best_meaning, meanings_in
from catecp.events.workbook.refusal import UnreadableWorkbook
from catecp.events.workbook.sheets import Cell, Sheet, SheetRow
from catecp.network.spelling import clean, fold

_HEADER_WITHIN = 60
_SAMPLE_ROWS = 200
_PEOPLE = {Meaning.NAME, Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NATIVE_NAME, Meaning.EMAIL}
_SILENT = {Meaning.IGNORED, Meaning.REMARKS}
# By content alone only what can hardly be mistaken; anything else needs a heading we know or a person.
_BY_CONTENT = {
    Meaning.EMAIL: 0.6, Meaning.TIMESTAMP: 0.7, Meaning.COUNTRY: 0.7, Meaning.INSTITUTION: 0.5, Meaning.NAME: 0.7,
    Meaning.NATIVE_NAME: 0.7, Meaning.PHONE: 0.7,
}  # fmt: skip
_SET_ASIDE = re.compile(
    r"\b(old|archive|backup|copy of|draft|template|example|sample|cancel\w*|withdr\w*|declined|waiting|previous|last year"
    r"|lookup|list of)\b"
    r"|作废|取消|备份|旧|示例|候补"
)


@dataclass(frozen=True)
class Column:
    """One column of the sheet: its index from 0, heading as typed, meaning, and three values to show beside it."""

    index: int
    heading: str
    meaning: Meaning
    guessed_by: str = "heading"
    samples: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """Return the letter of the column as the spreadsheet program shows it."""
        return get_column_letter(self.index + 1)

    @property
    def label(self) -> str:
        """Return the heading, or the letter where the column has none."""
        return self.heading or self.letter


@dataclass(frozen=True)
class Layout:
    """How one sheet is laid out. `header_row` is 0 where there is no row of headings."""

    sheet: Sheet
    header_row: int
    columns: tuple[Column, ...]
    data: tuple[SheetRow, ...] = field(default=(), repr=False)

    def column_of(self, meaning: Meaning) -> Column | None:
        """Return the column with this meaning, if any."""
        return next((column for column in self.columns if column.meaning is meaning), None)

    @property
    def meanings(self) -> frozenset[Meaning]:
        """Return what the sheet tells about people."""
        return frozenset(column.meaning for column in self.columns if column.meaning not in _SILENT)

    @property
    def names_people(self) -> bool:
        """Tell whether the sheet can be a list of registrations at all."""
        return bool(self.meanings & _PEOPLE) and bool(self.data)


@dataclass(frozen=True)
class ColumnChoices:
    """What a person corrected: the sheet, the row of headings, the meaning of columns by index."""

    sheet: str = ""
    header_row: int | None = None
    meanings: Mapping[int, Meaning] = field(default_factory=dict)


def layouts_of(sheets: Iterable[Sheet], choices: ColumnChoices | None = None) -> tuple[Layout, ...]:
    """Return the sheets that hold registrations, the main one first.

    Further sheets count when they have the same columns and are neither hidden nor set aside by name ("old", "cancelled").
    Raises `UnreadableWorkbook` when no sheet lists people.
    """
    choices = choices or ColumnChoices()
    wanted = [sheet for sheet in sheets if sheet.rows and (not choices.sheet or sheet.name == choices.sheet)]
    layouts = [layout for sheet in wanted if (layout := lay_out(sheet, choices)).names_people]
    if not layouts:
        raise UnreadableWorkbook(_why_none(wanted, choices))
    newest = max((max(_years(layout), default=9999) for layout in layouts), default=9999)
    main = max(layouts, key=lambda layout: _rank(layout, newest))
    further = [layout for layout in layouts if layout is not main and not choices.sheet and _belongs_to(layout, main)]
    ordered = sorted([main, *further], key=lambda layout: layout is not main)
    return tuple(ordered)


def _why_none(sheets: list[Sheet], choices: ColumnChoices) -> str:
    if not sheets:
        return "empty"
    headed = any(lay_out(sheet, choices).meanings & _PEOPLE for sheet in sheets)
    return "no_rows" if headed else "no_registrations"


def _years(layout: Layout) -> set[int]:
    return {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", layout.sheet.name)}


def _rank(layout: Layout, newest: int) -> float:
    set_aside = layout.sheet.hidden or _SET_ASIDE.search(fold(layout.sheet.name)) is not None
    people = 2 * bool(layout.meanings & {Meaning.NAME, Meaning.GIVEN_NAME}) + 2 * (Meaning.EMAIL in layout.meanings)
    # A sheet named after an earlier year, beside one that is not, is last year's list however long it is.
    earlier = max(_years(layout), default=newest) < newest
    return len(layout.meanings) + people + math.log10(len(layout.data) + 1) - 6 * set_aside - 2 * earlier


def _belongs_to(layout: Layout, main: Layout) -> bool:
    if layout.sheet.hidden or _SET_ASIDE.search(fold(layout.sheet.name)) or layout.header_row == 0:
        return False
    shared = len(layout.meanings & main.meanings)
    return _years(layout) <= _years(main) and shared >= 3 and shared >= 0.7 * len(main.meanings | layout.meanings)


def lay_out(sheet: Sheet, choices: ColumnChoices) -> Layout:
    """Find the headings of one sheet and guess its columns; `choices` win over every guess."""
    header, data = _split(sheet, choices.header_row)
    width = max((len(row.cells) for row in (*sheet.rows[:_SAMPLE_ROWS], *(header or []))), default=0)
    headings = [_joined_heading(header, index) for index in range(width)]
    values = {index: [row.cells[index] for row in data[:_SAMPLE_ROWS] if index < len(row.cells)] for index in range(width)}
    guessed = _assign(headings, values)
    columns = tuple(
        Column(index, headings[index], choices.meanings.get(index, meaning), "person" if index in choices.meanings else how,
               _samples(values[index]))
        for index, (meaning, how) in enumerate(guessed)
        if headings[index] or any(value not in (None, "") for value in values[index])
    )  # fmt: skip
    layout = Layout(sheet, header[0].number if header else 0, columns, data)
    return layout if choices.meanings else replace(layout, columns=_completed(layout, values))


def _split(sheet: Sheet, header_row: int | None) -> tuple[list[SheetRow], tuple[SheetRow, ...]]:
    """Part the sheet into its rows of headings (often one, sometimes two) and the rows below."""
    if header_row is not None:
        chosen = [row for row in sheet.rows if row.number == header_row]
        return chosen, tuple(row for row in sheet.rows if row.number > header_row)
    rows = sheet.rows[:_HEADER_WITHIN]
    best = max(range(len(rows)), key=lambda place: (_heading_score(rows[place]), -place))
    if not _is_heading(rows[best]):
        best = _heading_by_contrast(rows)
        if best < 0:
            return [], sheet.rows
    last = best
    while last + 1 < len(rows) and _is_heading(rows[last + 1]) and rows[last + 1].number == rows[last].number + 1:
        last += 1
    return list(rows[best : last + 1]), tuple(sheet.rows[last + 1 :])


def _heading_by_contrast(rows: tuple[SheetRow, ...]) -> int:
    """Find headings in words nobody knows: plain words over a column of addresses. Returns the place, -1 when there is none."""
    for place, row in enumerate(rows[:10]):
        words = [cell for cell in row.cells if cell not in (None, "")]
        plain = len(words) >= 2 and all(isinstance(cell, str) and not re.search(r"[\d@]", cell) for cell in words)
        below = rows[place + 1 : place + 21]
        for index in range(len(row.cells) if plain and below else 0):
            cells = [below_row.cells[index] for below_row in below if index < len(below_row.cells)]
            if sum("@" in str(cell) for cell in cells) >= 0.6 * len(below):
                return place
    return -1


def _heading_score(row: SheetRow) -> float:
    cells = [cell for cell in row.cells if cell not in (None, "")]
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) <= 300]
    if not texts or any("@" in text for text in texts):
        return 0.0
    meanings = [meaning for text in texts if (meaning := best_meaning(text))]
    return len(set(meanings) - _SILENT) + 0.5 * len(meanings) / len(cells)


def _is_heading(row: SheetRow) -> bool:
    score = _heading_score(row)
    known = [cell for cell in row.cells if isinstance(cell, str) and cell and best_meaning(cell)]
    whole = [cell for cell in known if max(meanings_in(cell).values()) % 1 >= 0.3 or len(cell) < 60]
    enough = score >= 2 and len(known) >= 0.4 * row.filled and len(whole) >= 0.5 * len(known)
    alone = row.filled == 1 and len(known) == 1 and best_meaning(known[0]) in _PEOPLE and len(known[0]) < 30
    return enough or alone


def _joined_heading(header: list[SheetRow], index: int) -> str:
    parts = [clean(str(row.cells[index])) for row in header if index < len(row.cells) and row.cells[index] not in (None, "")]
    return " / ".join(dict.fromkeys(parts))


def _samples(values: list[Cell]) -> tuple[str, ...]:
    filled = (clean(str(value))[:60] for value in values if value not in (None, ""))
    return tuple(dict.fromkeys(filled))[:3]


def _assign(headings: list[str], values: Mapping[int, list[Cell]]) -> list[tuple[Meaning, str]]:
    """Give each meaning to the column that fits it best; a column without a fitting meaning is ignored."""
    scored = []
    for index, heading in enumerate(headings):
        fit = fit_of(values[index])
        said = meanings_in(heading)
        for meaning in set(said) | set(_BY_CONTENT):
            share = fit.get(meaning)
            if meaning in said:
                contradicted = share is not None and share < 0.15 and fit.get(Meaning.IGNORED, 0) >= 3
                scored.append((said[meaning] + 3 * (share or 0) - 7 * contradicted, index, meaning, "heading"))
            elif share is not None and share >= _BY_CONTENT[meaning] and (not said or max(said.values()) < 4.5):
                scored.append((4 * share - 2, index, meaning, "content"))
    result = [(Meaning.IGNORED, "none")] * len(headings)
    taken: set[Meaning] = set()
    for score, index, meaning, how in sorted(scored, key=lambda entry: (-entry[0], entry[1])):
        free = meaning not in taken or meaning in _SILENT
        if score > 0 and result[index][1] == "none" and free:
            result[index] = (meaning, how)
            taken.add(meaning)
    return result


def _completed(layout: Layout, values: Mapping[int, list[Cell]]) -> tuple[Column, ...]:
    """Read half of a pair as the whole: a lone first name is the name, a name beside a family name is the given name."""
    meanings = {column.meaning: column for column in layout.columns}
    changes: dict[int, Meaning] = {}
    family, given, name = (meanings.get(m) for m in (Meaning.FAMILY_NAME, Meaning.GIVEN_NAME, Meaning.NAME))
    if name and family and not given and not _contains(values[name.index], values[family.index]):
        changes[name.index] = Meaning.GIVEN_NAME
    if not name and bool(family) != bool(given):
        lone = family or given
        changes.update({lone.index: Meaning.NAME} if lone else {})
    for native, plain in ((Meaning.NATIVE_NAME, Meaning.NAME), (Meaning.INSTITUTION_NATIVE, Meaning.INSTITUTION)):
        alone = native in meanings and plain not in meanings and not (plain is Meaning.NAME and (family or given))
        changes.update({meanings[native].index: plain} if alone else {})
    return tuple(replace(column, meaning=changes.get(column.index, column.meaning)) for column in layout.columns)


def _contains(full: list[Cell], part: list[Cell]) -> bool:
    pairs = [(fold(str(a)), fold(str(b))) for a, b in zip(full, part, strict=False) if a and b]
    return bool(pairs) and sum(b in a for a, b in pairs) > 0.5 * len(pairs)


def usual_fill(rows: Iterable[SheetRow]) -> float:
    """Return how many cells a row usually fills."""
    return median([row.filled for row in rows] or [0])

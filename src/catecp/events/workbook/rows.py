"""One row of the sheet read as one registration: every cell clean text or a plain value, every doubt a problem."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from catecp.events.workbook.answers import FoodAnswer, VisitAnswer, means_nothing, read_bus, read_food, read_languages, read_visit
from catecp.events.workbook.columns import Column, Layout
from catecp.events.workbook.contact import read_email, read_phone
from catecp.events.workbook.countries import country_of
from catecp.events.workbook.dates import ColumnOrder, ReadTime, order_of, read_time
from catecp.events.workbook.headings import Meaning, best_meaning
from catecp.events.workbook.problems import Problem
from catecp.events.workbook.sheets import Cell, SheetRow
from catecp.network.person_names import name_key, without_title
from catecp.network.spelling import clean, has_hidden_characters

NAME_LENGTH = 200
TEXT_LENGTH = 300
_FORMULA = re.compile(r"^[\t\r ]*(=|@[A-Za-z_]|[+\-][A-Za-z=@(]|[+\-]\d+[+\-*/(])|^[^|]{0,20}\|\s*'")
_WEB_CODE = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>|javascript:", re.IGNORECASE)
_KHMER_TO_BURMESE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TOTAL = re.compile(r"^(grand total|total|subtotal|sum|合计|总计|小计|共计|សរុប|รวม|tổng|jumlah|ລວມ|итого|всего)\b", re.IGNORECASE)
_MAY_BE_LONG = {Meaning.REMARKS: 2_000}


@dataclass(frozen=True)
class Reading:
    """One registration as read. Texts are clean; `institution` is as typed; empty means not given."""

    row: int
    sheet: str = ""
    name: str = ""
    title: str = ""
    native_name: str = ""
    institution: str = ""
    institution_native: str = ""
    position: str = ""
    country: str = ""
    country_text: str = ""
    email: str = ""
    phone: str = ""
    messenger: str = ""
    gender: str = ""
    remarks: str = ""
    food: FoodAnswer = FoodAnswer()
    visit: VisitAnswer = VisitAnswer()
    cultural_visit: VisitAnswer = VisitAnswer()
    languages: tuple[str, ...] = ()
    registered_at: datetime | None = None
    problems: tuple[Problem, ...] = ()
    typed: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def key(self) -> str:
        """Return what stays the same when the file is exported again: the address, else name and institution."""
        if self.email:
            return f"email:{self.email}|{name_key(self.name)}"
        return f"name:{name_key(self.name or self.native_name)}|{' '.join(self.institution.casefold().split())}"

    @property
    def stored_key(self) -> str:
        """Return the key as 64 hexadecimal digits: names and addresses stay out of indexes and logs."""
        return hashlib.sha256(self.key.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Return a short hash of everything the row says: equal hashes, nothing changed."""
        return hashlib.sha256(json.dumps(self.values(), sort_keys=True).encode()).hexdigest()[:24]

    def values(self) -> dict[str, str]:
        """Return what the row says by meaning, as text: for comparing two files and for keeping what was imported."""
        plain = {
            "name": self.name, "title": self.title, "native_name": self.native_name, "institution": self.institution,
            "institution_native": self.institution_native, "position": self.position,
            "country": self.country or self.country_text,
            "email": self.email, "phone": self.phone, "messenger": self.messenger, "gender": self.gender, "remarks": self.remarks,
            "food": self.food.text, "visit": _said(self.visit), "cultural_visit": _said(self.cultural_visit),
            "languages": ", ".join(self.languages), "timestamp": self.registered_at.isoformat(" ") if self.registered_at else "",
        }  # fmt: skip
        return {meaning: value for meaning, value in plain.items() if value}


def _said(answer: VisitAnswer) -> str:
    words = {True: "yes", False: "no", None: ""}[answer.joins]
    return f"{words}, bus {answer.bus}" if answer.bus else words


@dataclass(frozen=True)
class ReadRows:
    """What a sheet gave: registrations, and rows that are none with the reason."""

    readings: tuple[Reading, ...]
    skipped: tuple[Problem, ...]


def read_rows(layout: Layout, *, event_starts: datetime | None = None) -> ReadRows:
    """Read all rows of a sheet. `event_starts` (naive) helps with dates that can be read in two ways."""
    column = layout.column_of(Meaning.TIMESTAMP)
    times = [read_time(_cell(row, column.index)) for row in layout.data] if column else []
    reader = _RowReader(layout, order_of(times), event_starts)
    readings: list[Reading] = []
    skipped: list[Problem] = []
    for row in layout.data:
        reading = reader.read(row)
        reason = _why_none(reading, row, layout)
        if reason:
            skipped.append(Problem(reason, row.number, "", {}, layout.sheet.name))
        else:
            readings.append(reading)
    return ReadRows(tuple(readings), tuple(skipped))


def _why_none(reading: Reading, row: SheetRow, layout: Layout) -> str:
    if layout.header_row and not reading.email and _repeats_headings(row, layout):
        return "heading_again"
    if not (reading.name or reading.native_name or reading.email):
        return "not_a_registration"
    # A lone cell below a full table is a total or a remark, not a person.
    lone = row.filled == 1 and len(layout.meanings) >= 3 and not reading.email
    return "lone_cell" if lone or (_TOTAL.match(reading.name) and not reading.email) else ""


def _repeats_headings(row: SheetRow, layout: Layout) -> bool:
    said = {best_meaning(cell) for cell in row.cells if isinstance(cell, str) and cell}
    return len(said & layout.meanings) >= 3 and len(said - {None}) >= 0.6 * row.filled


def _cell(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


class _RowReader:
    """Reads rows of one layout; collects the problems of the row it is at."""

    def __init__(self, layout: Layout, order: ColumnOrder, event_starts: datetime | None) -> None:
        self.layout = layout
        self.columns: dict[Meaning, Column] = {
            column.meaning: column for column in layout.columns if column.meaning is not Meaning.IGNORED
        }
        self.order = order
        self.event_starts = event_starts
        self.row = SheetRow(0, ())
        self.found: list[Problem] = []

    def read(self, row: SheetRow) -> Reading:
        self.row, self.found = row, []
        texts: dict[Meaning, str] = {meaning: self._text(meaning) for meaning in self.columns}
        titled = without_title(self._name(texts))
        reading = Reading(
            row=row.number,
            sheet=self.layout.sheet.name,
            name=titled.name,
            title=texts.get(Meaning.TITLE, "") or titled.title,
            native_name=_something(texts.get(Meaning.NATIVE_NAME, "")),
            institution=_something(texts.get(Meaning.INSTITUTION, "")),
            institution_native=_something(texts.get(Meaning.INSTITUTION_NATIVE, "")),
            position=_something(texts.get(Meaning.POSITION, "")),
            phone=_something(read_phone(self._raw(Meaning.PHONE)))[:TEXT_LENGTH],
            messenger=_something(read_phone(self._raw(Meaning.MESSENGER)))[:TEXT_LENGTH],
            gender=_something(texts.get(Meaning.GENDER, "")),
            remarks=texts.get(Meaning.REMARKS, ""),
            food=read_food(texts.get(Meaning.FOOD, "")),
            visit=self._visit(Meaning.VISIT),
            cultural_visit=self._visit(Meaning.CULTURAL_VISIT),
            languages=self._languages(texts.get(Meaning.LANGUAGES, "")),
            registered_at=self._time(),
            typed=tuple(
                (c.label, _as_typed(_cell(row, c.index))) for c in self.layout.columns if _cell(row, c.index) is not None
            ),
        )
        return self._with_contact(reading, texts)

    def _name(self, texts: dict[Meaning, str]) -> str:
        if texts.get(Meaning.NAME):
            return _something(texts[Meaning.NAME])
        family, given = texts.get(Meaning.FAMILY_NAME, ""), texts.get(Meaning.GIVEN_NAME, "")
        return _something(clean(f"{family} {given}"))

    def _with_contact(self, reading: Reading, texts: dict[Meaning, str]) -> Reading:
        address = read_email(self._raw(Meaning.EMAIL))
        typed_country = _something(texts.get(Meaning.COUNTRY, ""))
        country = country_of(typed_country)
        if typed_country and not country:
            self._note("country_unknown", Meaning.COUNTRY, value=typed_country)
        if address.wrong and not means_nothing(address.typed):
            self._note("email_wrong", Meaning.EMAIL, value=address.typed[:100])
        elif not address.address and Meaning.EMAIL in self.columns and (reading.name or reading.native_name):
            self._note("email_missing", Meaning.EMAIL)
        if address.others:
            self._note("email_several", Meaning.EMAIL, value=address.address)
        name = reading.name or reading.native_name
        if not name and address.address:
            self._note("name_missing", Meaning.NAME)
            name = address.address
        return replace(
            reading, name=name, email=address.address, country=country, country_text=typed_country, problems=tuple(self.found)
        )

    def _raw(self, meaning: Meaning) -> Cell:
        column = self.columns.get(meaning)
        return _cell(self.row, column.index) if column else None

    def _text(self, meaning: Meaning) -> str:
        raw = self._raw(meaning)
        if raw is None or isinstance(raw, datetime) and meaning is Meaning.TIMESTAMP:
            return ""
        typed = str(raw)
        text = clean(typed)
        self._check_hostile(typed, text, meaning)
        limit = NAME_LENGTH if meaning in (Meaning.NAME, Meaning.NATIVE_NAME) else _MAY_BE_LONG.get(meaning, TEXT_LENGTH)
        if len(text) > limit:
            self._note("too_long", meaning, length=len(text), limit=limit)
        return text[:limit].strip()

    def _check_hostile(self, typed: str, text: str, meaning: Meaning) -> None:
        if _FORMULA.search(typed) and not means_nothing(typed):
            self._note("formula", meaning, value=text[:80])
        elif _WEB_CODE.search(typed):
            self._note("web_code", meaning, value=text[:80])
        # Khmer, Lao, Thai and Burmese are rightly written with zero-width spaces between words.
        spaced = typed.replace("\u200b", "").replace("\u200c", "").replace("\u200d", "")
        if has_hidden_characters(spaced if _KHMER_TO_BURMESE.search(typed) else typed):
            self._note("hidden_characters", meaning)

    def _note(self, code: str, meaning: Meaning, **params: object) -> None:
        column = self.columns.get(meaning)
        self.found.append(Problem(code, self.row.number, column.label if column else "", params, self.layout.sheet.name))

    def _visit(self, meaning: Meaning) -> VisitAnswer:
        answer = read_visit(self._raw(meaning))
        if not answer.understood:
            self._note("visit_unclear", meaning, value=clean(str(self._raw(meaning)))[:80])
        bus = read_bus(self._raw(Meaning.BUS)) if meaning is Meaning.VISIT else None
        return replace(answer, bus=answer.bus or (bus if answer.joins is not False else None))

    def _languages(self, text: str) -> tuple[str, ...]:
        tags, unknown = read_languages(text)
        if unknown:
            self._note("language_unknown", Meaning.LANGUAGES, value=", ".join(unknown)[:80])
        return (*tags, *(f"x-{word[:40]}" for word in unknown[:5]))

    def _time(self) -> datetime | None:
        raw = self._raw(Meaning.TIMESTAMP)
        read = read_time(raw)
        if read.ambiguous:
            return self._settled(read, clean(str(raw)))
        if read.at is None and raw not in (None, "") and not means_nothing(str(raw)):
            self._note("date_unreadable", Meaning.TIMESTAMP, value=clean(str(raw))[:40])
        return read.at

    def _settled(self, read: ReadTime, typed: str) -> datetime | None:
        by_column = self.order.settle(read)
        chosen = by_column or self.order.settle(read, not_after=self.event_starts)
        code = "date_ambiguous" if by_column else "date_ambiguous_event" if chosen else "date_undecided"
        one, other = (f"{at:%d %b %Y}" for at in (read.at, read.other) if at)
        self._note(code, Meaning.TIMESTAMP, value=typed[:40], one=one, other=other, chosen=f"{chosen:%d %b %Y}" if chosen else "")
        return chosen


def _something(text: str) -> str:
    return "" if means_nothing(text) else text


def _as_typed(cell: Cell) -> str:
    return clean(str(cell))[:TEXT_LENGTH]

"""What the cells of a column look like: the share of them that could be an address, a date, a country, a name."""

import re
from datetime import date, datetime

from catecp.events.workbook.answers import means_nothing
from catecp.events.workbook.contact import read_email
from catecp.events.workbook.countries import country_of
from catecp.events.workbook.dates import read_time
from catecp.events.workbook.headings import Meaning
from catecp.events.workbook.sheets import Cell
from catecp.network.person_names import name_words
from catecp.network.spelling import fold, is_latin

_INSTITUTION = re.compile(
    r"universit|universidad|politeknik|polytechnic|\bpoly\b|colleg|institut|academ|school|centre|center|ministry|vocational|technical|kolej"
    r"|instansi|sekolah|学院|大学|学校|职业|公司|中心|ស្ថាប័ន|វិទ្យាស្ថាន|សាកលវិទ្យាល័យ|សាលា|ក្រសួង"
    r"|มหาวิทยาลัย|วิทยาลัย|สถาบัน|โรงเรียน|truong|dai hoc|cao dang"
    r"|ວິທະຍາໄລ|ສະຖາບັນ|တက္ကသိုလ်|университет|институт|колледж"
)
_PHONE = re.compile(r"^[+()\d][\d\s\-().+/]{5,}$|wechat|whatsapp|微信")


def fit_of(values: list[Cell]) -> dict[Meaning, float]:
    """Return shares (0 to 1) of the filled cells by meaning; under `IGNORED` the *number* of filled cells.

    A meaning that cannot be told from the cells is not in the answer.
    """
    filled = [value for value in values if value not in (None, "") and not (isinstance(value, str) and means_nothing(value))][:60]
    if not filled:
        return {Meaning.IGNORED: 0}
    texts = [str(value) for value in filled]
    count = len(filled)
    shares = {
        Meaning.EMAIL: sum("@" in text and not read_email(text).wrong for text in texts),
        Meaning.TIMESTAMP: sum(_is_date(value) for value in filled),
        Meaning.COUNTRY: sum(country_of(text) != "" for text in texts),
        Meaning.INSTITUTION: sum(_INSTITUTION.search(fold(text)) is not None for text in texts),
        Meaning.PHONE: sum(_PHONE.search(text.strip().casefold()) is not None and not _is_date(text) for text in texts),
        Meaning.NAME: sum(_is_name(text) for text in texts),
        Meaning.NATIVE_NAME: sum(_is_native_name(text) for text in texts),
    }
    fit = {meaning: number / count for meaning, number in shares.items()}
    # A heading "Institution" over names nobody knows is still right; only its own words speak for it, nothing against.
    absent = {Meaning.INSTITUTION, Meaning.NAME, Meaning.NATIVE_NAME, Meaning.PHONE}
    kept = {meaning: share for meaning, share in fit.items() if share > 0 or meaning not in absent}
    return {**kept, Meaning.IGNORED: count}


def _is_date(value: Cell) -> bool:
    if isinstance(value, datetime | date):
        return True
    return isinstance(value, str | float) and read_time(value).at is not None


def _is_name(text: str) -> bool:
    words = name_words(text)
    plain = not re.search(r"[\d@<>=/_]", text) and len(text) <= 60 and not country_of(text)
    return plain and 2 <= len(words) <= 6 and is_latin("".join(words)) and not _INSTITUTION.search(fold(text))


def _is_native_name(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    own_script = bool(letters) and not any("a" <= fold(character)[:1] <= "z" for character in letters)
    return own_script and 2 <= len(text) <= 40 and not _INSTITUTION.search(fold(text)) and not country_of(text)

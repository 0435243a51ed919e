"""Invented workshops with known sums, written as workbooks in the ways real exports differ: for testing the importer."""

import csv
import io
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

from openpyxl import Workbook

from catecp.events.workbook.plan import Counts
from catecp.network.names import DirectoryEntry
from tests.network.spellings import CERTAIN, acronym, directory

EVENT = datetime(2026, 3, 9)  # noqa: DTZ001
ORGANISERS = (DirectoryEntry("o1", (("en", "SEAMEO TED"),)), DirectoryEntry("o2", (("en", "Go Study Global Education"),)))
FAMILIES = re.findall(
    r"\w+", "LI WANG ZHANG LIU CHEN YANG HUANG ZHAO WU ZHOU Sok Chan Keo Prum Heng Ly Nguyen Tran Pham Reyes Santos"
)
GIVEN = re.findall(
    r"\w+", "Xiaoyan Wenbo Jianguo Lihua Haitao Dara Sophea Vichet Bopha Ratana Minh Huong Thanh Maria Jose Putu Agus"
)
COUNTRIES = {
    "CN": ["China", "中国", "P.R. China"], "KH": ["Cambodia", "កម្ពុជា"], "TH": ["Thailand", "ไทย"], "VN": ["Viet Nam", "Việt Nam"],
    "ID": ["Indonesia"], "MY": ["Malaysia"], "PH": ["The Philippines"], "LA": ["Lao PDR", "ລາວ"], "MM": ["Myanmar"],
    "BN": ["Brunei"], "SG": ["Singapore"], "TL": ["Timor-Leste"], "RU": ["Russia"],
}  # fmt: skip
FIELDS = ("timestamp", "title", "name", "institution", "position", "country", "email", "phone", "food", "visit", "languages")
HEADINGS = {
    "en": ("Submitted at", "Salutation", "Participant's full name", "Name of your organisation", "Job title", "Nationality", "Mail",
           "Mobile", "Dietary needs", "Will you come to the factory visit?", "Which languages do you speak?"),
    "zh": ("提交时间", "称谓", "姓名", "工作单位", "职务", "国家/地区", "电子邮箱", "联系电话", "饮食要求", "是否参加企业参观", "语言"),
    "km": ("កាលបរិច្ឆេទចុះឈ្មោះ", "គោរមងារ", "ឈ្មោះពេញ", "គ្រឹះស្ថាន", "មុខងារ", "ប្រទេស", "អ៊ីមែល", "លេខទូរស័ព្ទ", "អាហារ",
           "ចូលរួមទស្សនកិច្ច", "ភាសា"),
    "vi": ("Thời gian đăng ký", "Danh xưng", "Họ và tên", "Đơn vị công tác", "Chức vụ", "Quốc gia", "Thư điện tử", "Điện thoại",
           "Chế độ ăn", "Tham quan nhà máy", "Ngôn ngữ"),
    "th": ("วันที่ลงทะเบียน", "คำนำหน้า", "ชื่อ-นามสกุล", "หน่วยงาน", "ตำแหน่ง", "ประเทศ", "อีเมล", "โทรศัพท์", "อาหาร", "ดูงาน", "ภาษา"),
    "id": ("Tanggal daftar", "Gelar", "Nama lengkap", "Asal instansi", "Jabatan", "Negara", "Surel", "No. HP", "Makanan",
           "Ikut kunjungan industri?", "Bahasa"),
    "lo": ("ວັນທີລົງທະບຽນ", "ຄຳນຳໜ້າ", "ຊື່", "ສະຖາບັນ", "ຕຳແໜ່ງ", "ປະເທດ", "ອີເມວ", "ໂທລະສັບ", "ອາຫານ", "ຢ້ຽມຢາມ", "ພາສາ"),
    "ru": ("Отметка времени", "Обращение", "ФИО", "Место работы", "Должность", "Страна", "Эл. почта", "Телефон", "Питание",
           "Экскурсия", "Языки"),
}  # fmt: skip
_NOWHERE = ("", "-", "n/a", "N/A", "none", "无", "SEAMEO TED", "Go Study", "—")


@dataclass
class Workshop:
    """People of a workshop as rows of plain values by field, with the sums a right import comes to."""

    rows: list[dict[str, object]] = field(default_factory=list)
    institutions: set[str] = field(default_factory=set)
    nowhere: int = 0
    doubled: int = 0

    @property
    def sums(self) -> tuple[int, int, int, int, int]:
        """Rows, people, institutions, people without one, likely duplicates."""
        people = len(self.rows) - self.doubled
        return len(self.rows), people, len(self.institutions), self.nowhere, self.doubled


def sums_of(counts: Counts) -> tuple[int, int, int, int, int]:
    return counts.rows, counts.people, counts.institutions, counts.without_institution, counts.likely_duplicates


def make_workshop(*, seed: int, people: int, institutions: int, nowhere: int, doubled: int, shuffled: bool = True) -> Workshop:
    """Invent a workshop: every institution is spelled in many ways, some people register twice."""
    chance = random.Random(seed)
    entries = chance.sample(directory(), institutions)
    workshop = Workshop(institutions={entry.id for entry in entries}, nowhere=nowhere, doubled=doubled)
    names = _names(chance, people)
    for number, name in enumerate(names):
        entry = None if number < nowhere else entries[number % institutions]
        workshop.rows.append(_row(chance, number, name, entry))
    workshop.rows += [_again(chance, row) for row in chance.sample(workshop.rows[nowhere:], doubled)]
    if shuffled:
        chance.shuffle(workshop.rows)
    return workshop


def _names(chance: random.Random, count: int) -> list[str]:
    """Names of which the namesakes carry an initial."""
    seen: dict[str, int] = {}
    names = []
    for _ in range(count):
        name = f"{chance.choice(FAMILIES)} {chance.choice(GIVEN)}{chance.choice(['', 'ya', 'min', 'lin', 'da'])}"
        seen[name] = seen.get(name, -1) + 1
        again = seen[name]
        initials = "".join(f" {letter}." for letter in ("ABCDEFGHJKLMNPQRSTUVWXYZ"[(again - 1) % 24] if again else ""))
        names.append(name + initials * (1 + (again - 1) // 24 if again else 1))
    return names


def _row(chance: random.Random, number: int, name: str, entry: DirectoryEntry | None) -> dict[str, object]:
    spell = CERTAIN[chance.choice(list(CERTAIN))]
    moment = EVENT - timedelta(minutes=chance.randint(5_000, 60_000))
    return {
        "timestamp": chance.choice([moment, moment.strftime("%Y-%m-%d %H:%M"), moment.strftime("%d %b %Y")]),
        "title": chance.choice(["Mr.", "Ms.", "Dr.", "Prof.", ""]),
        "name": name,
        "institution": spell(entry.name, chance) if entry else _NOWHERE[number % len(_NOWHERE)],
        "position": chance.choice(["Lecturer", "Dean", "Director", "Interpreter"]),
        "country": chance.choice(COUNTRIES[entry.country]) if entry else "",
        "email": f"p{number}@example.org",
        "phone": chance.choice(["+855 12 345 678", "0812-3456-7890", f"WeChat: id_{1000 + number}", ""]),
        "food": chance.choice(["Halal", "清真", "no pork", "Vegetarian", "មិនមាន", ""]),
        "visit": chance.choice(["Yes, bus 2", "是", "Y", True, "No", "ទេ", ""]),
        "languages": chance.choice(["English; 中文", "ខ្មែរ", "Tiếng Việt, English", ""]),
    }


def _again(chance: random.Random, row: dict[str, object]) -> dict[str, object]:
    """The same person once more: with the same address, or a second one and the name turned or shouted."""
    name = str(row["name"])
    kind = chance.choice(["same address", "shouted", "turned", "titled"])
    address = str(row["email"])
    if kind == "same address":
        return {**row, "name": name.upper(), "email": address.upper(), "position": "Coordinator"}
    changed = {"shouted": name.upper(), "turned": " ".join(reversed(name.split())) if len(name.split()) == 2 else name.lower(),
               "titled": f"Dr. {name}"}[kind]  # fmt: skip
    return {**row, "name": changed, "email": address.replace("@", ".2@"), "position": "Head of Department"}


def as_xlsx(
    workshop: Workshop,
    *,
    language: str = "en",
    order: tuple[str, ...] = FIELDS,
    above: int = 0,
    sheet: str = "Sheet1",
    extra_sheets: tuple[tuple[str, list[list[object]]], ...] = (),
) -> BytesIO:
    """Write an .xlsx with `above` rows of titles and blanks over the headings."""
    book = Workbook()
    main = book.active
    main.title = sheet
    for number in range(above):
        main.append(["Registrations of the workshop (invented people)"] if number == 0 else [])
    for row in table(workshop, language=language, order=order):
        main.append(row)
    if above:
        main.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(order))
    for name, rows in extra_sheets:
        other = book.create_sheet(name, 0)
        for row in rows:
            other.append(row)
    return saved(book)


def table(workshop: Workshop, *, language: str = "en", order: tuple[str, ...] = FIELDS) -> list[list[object]]:
    headings = dict(zip(FIELDS, HEADINGS[language], strict=True))
    rows = [[row.get(name, "") for name in order] for row in workshop.rows]
    return [[headings.get(name, name) for name in order], *rows]


def as_csv(rows: list[list[object]], *, separator: str = ",", encoding: str = "utf-8") -> BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return BytesIO(text.getvalue().encode(encoding, errors="replace"))


def saved(book: Workbook) -> BytesIO:
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def acronyms_used(entries: list[DirectoryEntry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(acronym(entry.name), []).append(entry.id)
    return found

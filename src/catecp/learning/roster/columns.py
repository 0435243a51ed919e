"""Which column of a list holds what: guessed from its heading, corrected by a person."""

from collections.abc import Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catecp.network.spelling import fold


class Meaning(StrEnum):
    SUBJECT = "subject"
    NAME = "name"
    ORIGINAL_NAME = "original_name"
    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    REACHED = "reached"
    REGISTERED = "registered"
    ACTIVE = "active"
    COMPLETED = "completed"
    CERTIFIED = "certified"
    NOTHING = ""


TITLES: dict[str, str | Promise] = {
    Meaning.SUBJECT: _("account in that system"),
    Meaning.NAME: _("name"),
    Meaning.ORIGINAL_NAME: _("name in its own script"),
    Meaning.PHONE: _("phone number"),
    Meaning.EMAIL: _("e-mail address"),
    Meaning.NUMBER: _("student number"),
    Meaning.REACHED: _("day reached"),
    Meaning.REGISTERED: _("day registered"),
    Meaning.ACTIVE: _("day of first activity"),
    Meaning.COMPLETED: _("day completed"),
    Meaning.CERTIFIED: _("day certified"),
    Meaning.NOTHING: _("left out"),
}
DAYS = (Meaning.REACHED, Meaning.REGISTERED, Meaning.ACTIVE, Meaning.COMPLETED, Meaning.CERTIFIED)
IDENTIFYING = frozenset({Meaning.SUBJECT, Meaning.PHONE, Meaning.EMAIL, Meaning.NUMBER})

# Headings as systems and offices of the region write them, folded. The longer match wins.
_WORDS: dict[Meaning, str] = {
    Meaning.SUBJECT: (
        "user id|userid|username|user name|login|account|sourcedid|external id|账号|用户名|用户id|ชื่อผู้ใช้|tai khoan|id pengguna"
    ),
    Meaning.NAME: (
        "name|full name|fullname|learner|student|student name|姓名|学生姓名|ឈ្មោះ|ชื่อ|ชื่อ-สกุล|ho ten|ho va ten|nama|ຊື່|အမည်"
    ),
    Meaning.ORIGINAL_NAME: "original name|native name|name in khmer|khmer name|chinese name|local name|中文姓名|ឈ្មោះខ្មែរ",
    Meaning.PHONE: (
        "phone|mobile|telephone|tel|phone number|mobile number|手机|手机号|电话|លេខទូរស័ព្ទ|ទូរស័ព្ទ|"
        "โทรศัพท์|เบอร์โทร|dien thoai|sdt|telepon|no hp|ໂທລະສັບ|ဖုန်း"
    ),
    Meaning.EMAIL: "email|e-mail|mail|email address|e-mail address|邮箱|电子邮箱|อีเมล|អ៊ីមែល|surel|emel",
    Meaning.NUMBER: (
        "student number|student no|student id|studentid|roll|roll no|matric|nim|nis|学号|លេខសម្គាល់|"
        "អត្តលេខ|รหัสนักศึกษา|ma sinh vien|mssv|no pelajar"
    ),
    Meaning.REACHED: "reached|invited|invited on|邀请日期",
    Meaning.REGISTERED: (
        "registered|registered on|registration date|enrolled|enrolment date|enrollment date|"
        "enrolled on|joined|created|time created|注册|注册日期|注册时间|报名日期|วันที่ลงทะเบียน|ngay dang ky|"
        "tanggal daftar"
    ),
    Meaning.ACTIVE: (
        "active|first access|first activity|started|start date|first login|开始学习|首次访问|เริ่มเรียน|ngay bat dau|mulai"
    ),
    Meaning.COMPLETED: (
        "completed|completion date|completed on|date completed|finished|完成|完成日期|完成时间|วันที่เรียนจบ|ngay hoan thanh|selesai"
    ),
    Meaning.CERTIFIED: (
        "certified|certificate|certificate date|certificate issued|issued on|证书|发证日期|วุฒิบัตร|ngay cap chung chi|sertifikat"
    ),
}
_KNOWN = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}


def guess(headings: Sequence[str]) -> list[Meaning]:
    """A meaning for each heading; none is given twice, the first column wins."""
    taken: set[Meaning] = set()
    found = []
    for heading in headings:
        meaning = meaning_of(heading)
        found.append(Meaning.NOTHING if meaning in taken else meaning)
        taken.add(meaning)
    return found


def meaning_of(heading: str) -> Meaning:
    text = " ".join(fold(heading).replace("_", " ").replace(".", " ").replace(":", " ").split())
    if text in _KNOWN:
        return _KNOWN[text]
    inside = [word for word in _KNOWN if len(word) >= 4 and f" {word} " in f" {text} "]
    if not inside:
        inside = [word for word in _KNOWN if not word.isascii() and word in text]
    return _KNOWN[max(inside, key=len)] if inside else Meaning.NOTHING


def score(headings: Sequence[str]) -> int:
    """How many columns of a row of headings are understood."""
    return sum(1 for meaning in guess(headings) if meaning)

"""What the components page shows: every part in every state. Names and numbers here are samples and say so on the page."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from catecp.accounts.models import Person
from catecp.kernel.models import Job, JobState
from catecp.kernel.translated import Translated
from catecp.kernel.verdict import denied
from catecp.network.models import Institution

_LONG = "Ratchathani University of Technology, Vocational Teacher Education and Industrial Cooperation " * 3
SCRIPTS = (
    (
        "en",
        "English",
        "From handshake to proof",
        "Every number opens the records it counts.",
        "Registered",
        "Choose at most three.",
    ),
    ("zh-hans", "简体中文", "从握手到成果", "每个数字都能打开它所统计的记录。", "已登记", "最多选择三项。"),
    ("km", "ខ្មែរ", "ពីការចាប់ដៃ រហូតដល់លទ្ធផល", "លេខនីមួយៗបើកបង្ហាញកំណត់ត្រាដែលវារាប់។", "បានចុះឈ្មោះ", "សូមជ្រើសរើសយ៉ាងច្រើនបី។"),
    ("th", "ไทย", "จากการจับมือสู่ผลงานที่พิสูจน์ได้", "ตัวเลขทุกตัวเปิดดูรายการที่นับได้", "ลงทะเบียนแล้ว", "เลือกได้ไม่เกินสามข้อ"),
    (
        "my",
        "မြန်မာ",
        "လက်ဆွဲနှုတ်ဆက်ခြင်းမှ သက်သေအထိ",
        "ဂဏန်းတိုင်းသည် ၎င်းရေတွက်သော မှတ်တမ်းများကို ဖွင့်ပြသည်။",
        "စာရင်းသွင်းပြီး",
        "အများဆုံး သုံးခု ရွေးပါ။",
    ),
    ("lo", "ລາວ", "ຈາກການຈັບມືເຖິງຜົນງານ", "ຕົວເລກທຸກຕົວເປີດເບິ່ງບັນທຶກທີ່ມັນນັບ.", "ລົງທະບຽນແລ້ວ", "ເລືອກໄດ້ບໍ່ເກີນສາມຂໍ້."),
    (
        "vi",
        "Tiếng Việt",
        "Từ cái bắt tay đến kết quả",
        "Mỗi con số mở ra các bản ghi mà nó đếm.",
        "Đã đăng ký",
        "Chọn nhiều nhất ba mục.",
    ),
    (
        "ru",
        "Русский",
        "От рукопожатия к результату",
        "Каждое число открывает записи, которые оно считает.",
        "Зарегистрирован",
        "Выберите не более трёх.",
    ),
)


class SampleForm(forms.Form):
    name = forms.CharField(label="Name on the badge", help_text="In Latin letters, as it should be printed.")
    email = forms.EmailField(label="E-mail")
    country = forms.ChoiceField(label="Country", choices=[("kh", "Cambodia"), ("cn", "China"), ("th", "Thailand")])
    remark = forms.CharField(label="Remark", widget=forms.Textarea, required=False)
    wishes = forms.MultipleChoiceField(
        label="What do you want to do together?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose at most three.",
        choices=[
            ("exchange", "Exchange of students and staff"),
            ("digital", "Digital and AI education"),
            ("green", "Green education"),
        ],
    )
    visit = forms.ChoiceField(label="Do you join the visit?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")])
    shown = forms.BooleanField(label="Show my name in the list of participants", required=False)


def samples(theme: str) -> dict[str, Any]:
    typed = {"name": "SOK Dara", "email": "sok.dara(at)example.org", "country": "kh", "remark": "កំពង់ចាម"}
    return {
        "theme": theme,
        "people": _people(),
        "institutions": _institutions(),
        "parts": _parts(20),
        "parts_open": _parts(8),
        "parts_many": [{"label": f"Group {n}", "value": 11 - n} for n in range(1, 11)],
        "claims": [{"text": "The printed report of May 2025 says 31 institutions in Cambodia.", "source": "Report, page 2"}],
        "way": _way(),
        "as_of": date(2025, 5, 13),
        "refusal": denied("The programme is released. Only a new release can change it.", who_can="Coordinators of this event."),
        "jobs": _jobs(theme),
        "report": _report(),
        "stats": [
            {"value": 134, "label": "people", "href": "#"},
            {"value": 48, "label": "institutions"},
            {"value": 0, "label": "agreements"},
        ],
        "page": Paginator(range(1234), 50).page(3),
        "form": SampleForm(auto_id=f"{theme}_%s"),
        "wrong_form": SampleForm(typed, auto_id=f"{theme}_wrong_%s"),
    }


def _people() -> list[Person | None]:
    return [
        Person(name="SOK Dara", original_name="សុខ ដារ៉ា", original_language="km", title="Dr"),
        Person(name="WANG Xiaoming", original_name="王小明", original_language="zh-hans"),
        Person(name=_LONG[:300]),
        None,
    ]


def _institutions() -> list[Institution | None]:
    names = [
        {"km": "វិទ្យាស្ថានបច្ចេកវិទ្យាកម្ពុជា", "en": "Institute of Technology of Cambodia"},
        {"en": "Institute of Technology of Cambodia"},
        {"en": _LONG},
    ]
    return [*(Institution(name=Translated.from_json(name), public_id=f"sample{n}") for n, name in enumerate(names)), None]


def _parts(unclassified: int) -> list[dict]:
    return [
        {"label": "China", "value": 56, "note": "24 institutions", "href": "#"},
        {"label": "Cambodia", "value": 31, "note": "8 institutions", "href": "#"},
        {"label": "Other South-East Asia", "value": 25, "note": "15 institutions"},
        {"label": "Russian Federation", "value": 2, "note": "1 institution"},
        {"label": "Unclassified", "value": unclassified, "note": "no institution", "is_unclassified": True},
    ]


def _way() -> list[dict]:
    return [
        {"kind": "Workshop", "title": "2nd China-SEA", "note": "12 to 13 May 2025", "href": "#"},
        {"kind": "Contact", "title": "Both consented", "note": "13 May 2025", "href": "#"},
        {"kind": "Agreement", "title": "Memorandum of understanding", "note": "signed"},
        {"kind": "Course", "title": "Not begun", "note": "comes from the agreement", "is_ahead": True},
    ]


def _jobs(theme: str) -> list[Job]:
    now: datetime = timezone.now()
    common: dict[str, Any] = {"kind": "sample", "requested_at": now, "title": "Reading registrations.xlsx"}
    states: list[dict[str, Any]] = [
        {"state": JobState.WAITING},
        {"state": JobState.RUNNING, "doing": "Looking up institutions", "done": 83, "total": 138, "started_at": now},
        {"state": JobState.DONE},
        {"state": JobState.STOPPED},
        {"state": JobState.FAILED, "problem": "This is not a workbook. Save it as .xlsx and choose it again."},
    ]
    return [Job(**common, **state, public_id=f"{theme}{number}") for number, state in enumerate(states)]


def _report() -> list[dict]:
    return [
        {"number": 2, "what": "SOK Dara", "outcome": "kept", "reasons": []},
        {
            "number": 3,
            "what": "王小明",
            "outcome": "changed",
            "reasons": ["Spaces removed from the name.", "Country read from the institution."],
        },
        {"number": 4, "what": "Sok Dara", "outcome": "merged", "reasons": ["The same e-mail address as row 2."]},
        {"number": 5, "what": "=cmd|' /C calc'!A0", "outcome": "left out", "reasons": ["No name in this row."]},
    ]

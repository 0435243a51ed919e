"""Dates as a reader of a printed document expects them."""

from datetime import date

from django.utils import dates, formats, translation

_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def long_range(first: date, last: date, language: str) -> str:
    """'12–13 May 2025', '2025年5月12日至13日', '១២–១៣ ខែឧសភា ឆ្នាំ២០២៥'; over a change of month both days are written out."""
    if first == last:
        return long_date(first, language)
    same_month = (first.year, first.month) == (last.year, last.month)
    if language.startswith("zh"):
        return long_date(first, language) + "至" + (f"{last.day}日" if same_month else long_date(last, language))
    if same_month and language.startswith(("en", "km")):
        day = f"{first.day}".translate(_KHMER_DIGITS) if language.startswith("km") else f"{first.day}"
        return f"{day}–{long_date(last, language)}"
    return f"{long_date(first, language)} – {long_date(last, language)}"


def long_date(day: date, language: str) -> str:
    """'12 May 2025' in English, '2025年5月12日' in Chinese, '១២ ខែឧសភា ឆ្នាំ២០២៥' in Khmer; elsewhere the language's long form."""
    with translation.override(language):
        if language.startswith("km"):
            return f"{day.day} ខែ{dates.MONTHS[day.month]} ឆ្នាំ{day.year}".translate(_KHMER_DIGITS)
        return formats.date_format(day, "j F Y" if language.startswith("en") else "DATE_FORMAT")

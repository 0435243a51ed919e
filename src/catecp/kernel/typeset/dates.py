"""Dates as a reader of a printed document expects them."""

from datetime import date

from django.utils import dates, formats, translation

_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def long_date(day: date, language: str) -> str:
    """'12 May 2025' in English, '2025年5月12日' in Chinese, '១២ ខែឧសភា ឆ្នាំ២០២៥' in Khmer; elsewhere the language's long form."""
    with translation.override(language):
        if language.startswith("km"):
            return f"{day.day} ខែ{dates.MONTHS[day.month]} ឆ្នាំ{day.year}".translate(_KHMER_DIGITS)
        return formats.date_format(day, "j F Y" if language.startswith("en") else "DATE_FORMAT")

"""The catalogues of the interface: Chinese and Khmer are whole, and no translation loses a placeholder."""

import re
from pathlib import Path

import pytest
from babel.messages import pofile

LOCALE = Path(__file__).resolve().parent.parent / "src" / "catecp" / "locale"
_HOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|%%")


def entries(language: str):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in pofile.read_po(file):
            if message.id:
                ids = message.id if isinstance(message.id, tuple | list) else [message.id]
                kept = message.string if isinstance(message.string, tuple | list) else [message.string]
                texts = [] if message.fuzzy else list(kept)
                yield [text for text in ids if text], [text for text in texts if text]


def test_chinese_is_whole():
    assert [ids[0] for ids, texts in entries("zh_Hans") if not texts] == []


def test_khmer_is_whole():
    assert [ids[0] for ids, texts in entries("km") if not texts] == []


@pytest.mark.parametrize("language", ["zh_Hans", "km"])
def test_translations_keep_every_placeholder(language):
    lost = [
        (ids[0], text)
        for ids, texts in entries(language)
        for text in texts
        if all(sorted(_HOLDERS.findall(text)) != sorted(_HOLDERS.findall(original)) for original in ids)
    ]

    assert lost == []

"""The fixed words of certificates, in every language. Policy data of ours until an institution words a template of its own.

They are kept with certificates and not with the interface: a certificate is frozen in all languages on the day it is issued.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("wording.yaml")


@lru_cache(maxsize=1)
def wordings() -> dict[str, dict[str, str]]:
    """{language tag: {key: text}}; every language has every key of English."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {tag: {**read["en"], **texts} for tag, texts in read.items()}


def words_in(language: str) -> dict[str, str]:
    return wordings().get(language, wordings()["en"])


def filled(sentence: str, **values: str) -> str:
    """`{course}` and the like replaced by what they stand for; anything else in braces stays as it is written."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence

"""What a survey begins with: the workshop's questions, the words of the answer page, the starter codebook. Read from data/*.yaml."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from catecp.kernel.translated import Translated

DATA = Path(__file__).parent / "data"


@cache
def phone_words() -> dict[str, Translated]:
    """The interface words of the answer page by key."""
    return {key: translated(texts) for key, texts in _read("survey_words.yaml").items()}


@cache
def workshop_survey() -> dict[str, Any]:
    """{title, intro, questions: [{kind, codebook, settings, text}]} with every text translated and options inside the settings."""
    raw = _read("workshop_survey.yaml")
    questions = []
    for question in raw["questions"]:
        settings = dict(question["settings"])
        if "options" in question:
            settings["options"] = [
                {"key": option["key"], "text": translated(option["text"]).to_json()} for option in question["options"]
            ]
        questions.append(
            {
                "kind": question["kind"],
                "codebook": question["codebook"],
                "settings": settings,
                "text": translated(question["text"]),
            }
        )
    return {"title": translated(raw["title"]), "intro": translated(raw["intro"]), "questions": questions}


@cache
def starter_codebook() -> dict[str, dict[str, dict[str, list[str]]]]:
    """{kind: {code: {language: [label, further phrases]}}}."""
    return {
        kind: {
            key: {language: [phrase.strip() for phrase in line.split(" | ")] for language, line in lines.items()}
            for key, lines in codes.items()
        }
        for kind, codes in _read("codebook.yaml").items()
    }


def translated(texts: dict[str, str]) -> Translated:
    """English is the original; the rest is translated and not reviewed."""
    return Translated(texts={language: str(text) for language, text in texts.items()}, original="en")


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))

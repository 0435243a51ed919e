"""What bin/benchmark runs is there, explained, and says so when it is not sound. Times are measured elsewhere, never here."""

import ast
import re
from pathlib import Path

import pytest

from benchmarks import bundle, lesson, publishing

FOLDER = Path(__file__).parents[1] / "benchmarks"
COMMAND = (FOLDER.parent / "bin" / "benchmark").read_text()
NAMES = re.search(r'all\) names="([^"]+)"', COMMAND)[1].split()


@pytest.mark.parametrize("name", NAMES)
def test_benchmark_of_the_command_has_a_script_and_a_line_in_the_guide(name):
    script = ast.parse((FOLDER / f"{name}.py").read_text())

    assert ast.get_docstring(script)
    assert f"\n| `{name}` |" in (FOLDER / "README.md").read_text()


def published(**changed):
    step = {"what": "write", "seconds": 1.0, "cpu": 0.5, "queries": 3}
    return {"steps": [step], "outdated": {"km": 1}, "blocks": 5, "published": 5, "copied": 5, **changed}


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (published(), 0),
        (published(outdated={"km": 2}), 1),
        (published(outdated={}), 1),
        (published(copied=4), 1),
        (published(steps=[{"what": "write", "seconds": 10.1, "cpu": 0.5, "queries": 3}]), 1),
    ],
)
def test_publishing_is_unsound_when_slow_or_wrong(found, wrong):
    assert len(publishing.problems(found)) == wrong


@pytest.mark.parametrize(("first", "after", "wrong"), [(60_000, 15_000, 0), (60_001, 15_000, 1), (60_000, 15_001, 1)])
def test_lesson_is_unsound_over_its_limits(first, after, wrong):
    visit = {"program": "CATECP", "first": {"code_bytes": first}, "after": {"code_bytes": after}, "trouble": ""}

    assert len(lesson.problems({"pages": [], "visits": [visit]})) == wrong


def test_lesson_is_unsound_when_a_page_of_ours_fails_and_not_when_one_of_a_peer_does():
    pages = [{"program": program, "page": "lesson", "failed": 3, "trouble": ""} for program in ("CATECP", "Kolibri")]

    assert lesson.problems({"pages": pages, "visits": []}) == ["lesson: 3"]


def test_bundle_is_unsound_when_an_archive_is_damaged():
    rows = [{"course": "One", "what": "English", "trouble": trouble} for trouble in ("", "index.html is damaged")]

    assert bundle.problems(rows) == ["One, English: index.html is damaged"]

"""The report that started it all: what is wrong in it is known, and so is what is right."""

from pathlib import Path

import pytest

from catecp.insights.reconcile.engine import check_document
from catecp.insights.reconcile.findings import Finding
from catecp.insights.reconcile.reading import read_report

SEED = Path(__file__).parent / "data" / "seed-report.txt"


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return check_document(read_report(SEED))


def test_check_finds_exactly_the_known_contradictions_of_the_seed_report(findings):
    found = {(finding.rule, finding.numbers) for finding in findings}

    assert found == {
        ("sections_sum", (13, 12, 5, 7)),
        ("parts_sum", (134, 114, 56, 31, 25, 2)),
        ("parts_sum", (48, 70, 24, 31, 15, 71)),
        ("stock_flow", (400000, 256672)),
        ("relative_date", (12, 11, 12, 13)),
        ("repeated_text", ()),
        ("series_count", (3, 4)),
    }


def test_findings_quote_the_sentences_they_are_about(findings):
    quotes = {finding.rule: [quote.text for quote in finding.quotes] for finding in findings}

    assert [text.split()[0] for text in quotes["series_count"]] == ["All", "Participants", "Q1:", "Q", "Q", "Q"]
    assert quotes["stock_flow"][1].endswith("engaging 256,672 students.")
    assert [text[:45] for text in quotes["repeated_text"]] == [
        "Continuously deepen cooperation with eastern ",
        "Continuously deepen cooperation with enterpri",
    ]

"""Whole reports, clean and broken: what is found is exactly what is wrong."""

from pathlib import Path

import pytest
import yaml

from catecp.insights.reconcile.engine import check_document
from catecp.insights.reconcile.reading import parse_report

CORPUS = Path(__file__).parent / "corpus"
REPORTS = [
    pytest.param(report, id=f"{path.stem}: {report['name']}")
    for path in sorted(CORPUS.glob("*.yaml"))
    for report in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("report", REPORTS)
def test_check_finds_what_is_wrong_in_a_report_and_nothing_else(report):
    document = parse_report(report["text"].encode(), name=report["name"])

    found = sorted([finding.rule, list(finding.numbers)] for finding in check_document(document))

    assert found == sorted(list(expected) for expected in report.get("expect", []))


def test_every_finding_names_its_sentences_and_numbers():
    for param in REPORTS:
        report = param.values[0]
        for finding in check_document(parse_report(report["text"].encode(), name="report")):
            assert finding.quotes and all(quote.text.strip() and quote.where for quote in finding.quotes)
            assert finding.what.endswith(".")

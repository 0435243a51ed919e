"""`catecp check-figures FILE [--json]`: 0 nothing found, 1 findings, 2 the file cannot be read."""

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence

from catecp.insights.reconcile.engine import check_document
from catecp.insights.reconcile.findings import Finding
from catecp.insights.reconcile.reading import read_report
from catecp.insights.reconcile.reading.refusal import Unreadable

NOTHING, FOUND, UNREADABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Check one report and print what does not reconcile; returns the exit code."""
    options = _options(argv)
    try:
        document = read_report(options.file)
    except Unreadable as refusal:
        return _refuse(options.file, str(refusal), as_json=options.json)
    findings = check_document(document)
    if options.json:
        _print(
            json.dumps(
                {"file": options.file, "findings": [finding.as_json() for finding in findings]}, ensure_ascii=False, indent=2
            )
        )
    else:
        _print(_for_people(options.file, findings))
    return FOUND if findings else NOTHING


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="catecp check-figures",
        description="Read a report (.txt, .docx, .pdf) and print what in it does not reconcile.",
        epilog="Exit code: 0 nothing found, 1 something found, 2 the file cannot be read.",
    )
    parser.add_argument("file", metavar="FILE", help="the report to check")
    parser.add_argument("--json", action="store_true", help="print the findings for a program")
    return parser.parse_args(argv)


def _refuse(file: str, reason: str, *, as_json: bool) -> int:
    if as_json:
        _print(json.dumps({"file": file, "error": reason}, ensure_ascii=False, indent=2))
    else:
        sys.stderr.write(f"{reason}\n")
    return UNREADABLE


def _for_people(file: str, findings: list[Finding]) -> str:
    if not findings:
        return f"{file}: nothing found that does not reconcile."
    count = "1 thing does" if len(findings) == 1 else f"{len(findings)} things do"
    lines = [f"{file}: {count} not reconcile."]
    for number, finding in enumerate(findings, start=1):
        lines += ["", *textwrap.wrap(f"{number}. {finding.what}", width=100, subsequent_indent="   ")]
        for quote in finding.quotes:
            shown = quote.text if len(quote.text) <= 400 else quote.text[:397].rstrip() + "…"
            lines += textwrap.wrap(f"{quote.where}: “{shown}”", width=100, initial_indent="     ", subsequent_indent="       ")
    return "\n".join(lines)


def _print(text: str) -> None:
    """Write text to a terminal or pipe of any encoding without failing over a character it lacks."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

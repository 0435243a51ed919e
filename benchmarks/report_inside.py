"""The part of report.py that needs the program's settings and the demo database. Prints one line of JSON.

Usage: report_inside.py ROUNDS FOLDER   (FOLDER takes the reports that are checked)
"""

import dataclasses
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import pypdf  # noqa: E402 -- after the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from catecp.insights.figures.compute import all_figures  # noqa: E402
from catecp.insights.figures.moment import one_moment  # noqa: E402
from catecp.insights.linting import lint, read_blocks  # noqa: E402
from catecp.insights.models import Report  # noqa: E402
from catecp.insights.reconcile.engine import check_document  # noqa: E402
from catecp.insights.reconcile.reading import read_report  # noqa: E402
from catecp.insights.reports.blocks import ReportDocument  # noqa: E402
from catecp.insights.reports.builder import build  # noqa: E402
from catecp.insights.reports.docx import render_docx  # noqa: E402
from catecp.insights.reports.pdf import render_pdf  # noqa: E402

SQL = "SELECT count(*) FROM events_registration WHERE event_id = %s AND state = 'confirmed'"
COPIES = 20
Row = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """(what it gave, milliseconds by the clock, milliseconds of processor time of all threads)."""
    started, used = time.perf_counter(), time.process_time()
    given = work()
    return given, (time.perf_counter() - started) * 1000, (time.process_time() - used) * 1000


def row(what: str, work: Callable[[], Any], *, rounds: int, limit: str, beside: Callable[[], Any]) -> Row:
    """One row of the table; `beside` is the limit, timed in turns with the work. `gave` is taken out before printing."""
    gave, first, _cpu = timed(work)
    timed(beside)
    works, besides = [], []
    for _round in range(rounds):
        works.append(timed(work)[1:])
        besides.append(timed(beside)[1:])
    median, cpu = (statistics.median(column) for column in zip(*works, strict=True))
    return {"what": what, "first_ms": first, "median_ms": median, "cpu_ms": cpu, "limit": limit,
            "limit_cpu_ms": statistics.median(used for _clock, used in besides), "note": "", "gave": gave}  # fmt: skip


def sql_count(report: Report) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SQL, [report.event_id])
        return int(cursor.fetchone()[0])


def figure_rows(report: Report, rounds: int) -> list[Row]:
    slug, client = report.event.slug, Client(headers={"accept-language": "en", "host": "localhost"})
    pages = {"page of all figures": f"/numbers/{slug}/", "page of one figure": f"/numbers/{slug}/figure/participants/"}
    named = {"rounds": rounds, "limit": "one SQL count of registrations", "beside": lambda: sql_count(report)}
    rows = [row("every figure of the event", lambda: all_figures(report.event), **named)]
    rows[0]["note"] = f"{len(rows[0]['gave'])} figures, each with the ids of its records"
    without = {"rounds": rounds, "limit": "the sign-in page, same way", "beside": lambda: client.get("/account/login/")}
    for what, address in pages.items():
        rows.append(row(what, lambda address=address: client.get(address), **without))
        answer = rows[-1]["gave"]
        assert answer.status_code == 200, (address, answer.status_code)
        rows[-1]["note"] = f"{len(answer.content) / 1000:.0f} KB of HTML, in process, without the web server"
    return rows


def language_rows(report: Report, language: str, at: Any, rounds: int) -> tuple[list[Row], ReportDocument]:
    @one_moment()
    def document() -> ReportDocument:
        return build(report, language, at=at)

    built = row(f"report document, {language}", document, rounds=rounds, limit="one SQL count", beside=lambda: sql_count(report))
    full = built["gave"]
    empty = dataclasses.replace(full, blocks=())
    built["note"] = f"{len(full.blocks)} blocks, {len(full.bound_figures())} figures printed"
    pdf = row(f"PDF (A-2a, UA-1), {language}", lambda: render_pdf(full), rounds=rounds, limit="the title alone, same engine",
              beside=lambda: render_pdf(empty))  # fmt: skip
    pdf["note"] = f"{len(pypdf.PdfReader(io.BytesIO(pdf['gave'])).pages)} pages, {len(pdf['gave']) / 1000:.0f} KB"
    word = row(f"Word, {language}", lambda: render_docx(full), rounds=rounds, limit="the title alone, same engine",
               beside=lambda: render_docx(empty))  # fmt: skip
    word["note"] = f"{len(word['gave']) / 1000:.0f} KB"
    return [built, pdf, word], full


def _pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def check_rows(files: dict[str, Path], rounds: int) -> list[Row]:
    rows = []
    for what, path in files.items():
        read = read_report(path)
        found = row(f"check-figures, {what}", lambda path=path: check_document(read_report(path)), rounds=rounds,
                    limit="reading the file alone", beside=lambda path=path: read_report(path))  # fmt: skip
        characters = sum(len(block.text) for block in read.blocks)
        found["note"] = f"{path.stat().st_size / 1000:.0f} KB, {characters} characters of prose, {len(found['gave'])} findings"
        rows.append(found)
    return rows


def files_to_check(folder: Path, full: ReportDocument, pdf: bytes, word: bytes) -> dict[str, Path]:
    """The program's own report as if it came from elsewhere, and its text many times over, as a long report."""
    text = io.StringIO()
    for number in range(1, COPIES + 1):
        text.write(f"Workshop {number}\n\n")
        text.writelines(f"{block.text}\n\n" for block in read_blocks(full.blocks))
    named = {"our PDF": ("report.pdf", pdf), "our Word file": ("report.docx", word),
             f"our text {COPIES} times over": ("long.txt", text.getvalue().encode())}  # fmt: skip
    files = {}
    for what, (name, content) in named.items():
        files[what] = folder / name
        files[what].write_bytes(content)
    return files


def main(rounds: int, folder: Path) -> list[Row]:
    at = timezone.now()
    report = Report.objects.select_related("event", "event__country").get()
    rows = figure_rows(report, rounds)
    in_english: tuple[list[Row], ReportDocument] | None = None
    for language in report.languages:
        made = language_rows(report, language, at, rounds)
        rows += made[0]
        in_english = made if language == "en" else in_english
    assert in_english is not None
    linted = row("linting all languages", lambda: lint(report, at=at), rounds=rounds, limit="one SQL count",
                 beside=lambda: sql_count(report))  # fmt: skip
    linted["note"] = f"{len(linted['gave'])} findings in {len(report.languages)} languages"
    (_built, pdf, word), full = in_english
    rows += [linted, *check_rows(files_to_check(folder, full, pdf["gave"], word["gave"]), rounds)]
    for found in rows:
        del found["gave"]
    return rows


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))))

"""A report from draft to release."""

import io
from datetime import timedelta

import pytest
from docx import Document as WordDocument
from pypdf import PdfReader

from catecp.insights.linting import lint, open_findings
from catecp.insights.models import FigureValue, Release
from catecp.insights.reports.blocks import Bound, Paragraph
from catecp.insights.reports.builder import build
from catecp.insights.reports.docx import render_docx
from catecp.insights.reports.frozen import frozen_document, thawed_document
from catecp.insights.reports.pdf import render_pdf
from catecp.insights.reports.placeholders import Name, Words, names_in, paragraphs, parse
from catecp.insights.services.releasing import ChangedWhilePreparing, NotSettled, prepare_release, publish_erratum, release_report
from catecp.insights.services.writing import ChangedMeanwhile, ReasonMissing, start_report, waive_finding, write_section
from tests.factories.events import RegistrationFactory, ScanFactory
from tests.factories.network import InstitutionFactory
from tests.factories.places import CountryFactory
from tests.insights.conftest import NOW


def test_parse_splits_a_sentence_at_its_figures():
    assert list(parse("In all {{participants}} came.")) == [Words("In all "), Name("participants"), Words(" came.")]


def test_parse_leaves_what_is_not_a_name_as_text():
    assert names_in("{{ Participants! }} and {{participants.by_group:china}}") == ["participants.by_group:china"]


def test_paragraphs_join_lines_and_keep_lists():
    assert paragraphs("One\nline\n- a\n- b\n\nTwo") == ["One line", "- a\n- b", "Two"]


def section_of(draft, kind):
    return draft.sections.get(kind=kind)


def put(draft, kind, body, *, by, language="en"):
    section = section_of(draft, kind)
    heading = section.heading[language]
    return write_section(section=section, language=language, heading=heading, body=body, revision=section.revision, at=NOW, by=by)


def rules_in(draft, language="en"):
    return [finding.rule for finding in lint(draft, at=NOW) if finding.language in {language, ""}]


def test_start_report_twice_gives_the_same_report(draft, workshop, coordinator):
    assert start_report(event=workshop, at=NOW, by=coordinator) == draft


def test_sentence_and_table_take_the_same_value(draft):
    document = build(draft, "en", at=NOW)

    summary = next(block for block in document.blocks if isinstance(block, Paragraph))
    assert [run.text for run in summary.runs if isinstance(run, Bound)] == ["6", "2", "3", "2", "0", "0", "1", "1", "2"]


def test_every_figure_in_the_text_has_its_row_with_an_address(draft):
    document = build(draft, "en", at=NOW)

    rows = document.figures()
    assert set(document.bound_figures()) == set(rows)
    assert rows["participants"].href == "http://testserver/numbers/small-workshop/figure/participants/"


@pytest.mark.parametrize("language", ["en", "zh-hans", "km"])
def test_report_prints_as_pdf_and_word_in_each_language(draft, language):
    document = build(draft, language, at=NOW)

    pages = PdfReader(io.BytesIO(render_pdf(document))).pages
    paragraphs = WordDocument(io.BytesIO(render_docx(document))).paragraphs

    assert len(pages) >= 3
    assert any(section_of(draft, "summary").heading[language] in paragraph.text for paragraph in paragraphs)


def test_default_text_has_only_the_unclassified_person_to_settle(draft):
    assert rules_in(draft) == ["unclassified"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Thirteen experts spoke.", "unbacked_number"),
        ("About 400 students were reached.", "unbacked_number"),
        ("{{particpants}} people came.", "unknown_figure"),
        ("{{participants people came.", "broken_figure"),
        ("The {{participants}} people now in the network exceed the {{calls}} calls.", "stock_against_flow"),
    ],
)
def test_linter_finds(draft, coordinator, body, rule):
    put(draft, "closing", body, by=coordinator)

    assert rule in rules_in(draft)


def test_linter_finds_one_institution_under_two_names(draft):
    twin = InstitutionFactory(name={"en": "Liuzhou Coll."}, country=CountryFactory(code="CN"))
    ScanFactory(checkpoint=draft.event.checkpoints.get(), registration=RegistrationFactory(event=draft.event, institution=twin))

    assert "two_names" in rules_in(draft)


def test_linter_accepts_years_and_names_with_numbers(draft, coordinator):
    put(draft, "closing", "The next workshop on Industry 4.0 is planned for 2026.", by=coordinator)

    assert rules_in(draft) == ["unclassified"]


def test_changing_the_original_marks_its_translations(draft, coordinator):
    put(draft, "contacts", "{{contacts}} pairs exchanged contacts.", by=coordinator)

    assert rules_in(draft, "km") == ["outdated_translation", "unclassified"]


def test_saving_an_outdated_translation_unchanged_says_it_was_read(draft, coordinator):
    put(draft, "contacts", "{{contacts}} pairs exchanged contacts.", by=coordinator)

    put(draft, "contacts", section_of(draft, "contacts").body["km"], by=coordinator, language="km")

    assert rules_in(draft, "km") == ["unclassified"]


def test_write_section_refuses_to_overwrite_somebody_else(draft, coordinator):
    section = section_of(draft, "closing")
    put(draft, "closing", "First.", by=coordinator)

    with pytest.raises(ChangedMeanwhile):
        write_section(section=section, language="en", heading="Closing", body="Second.", revision=1, at=NOW, by=coordinator)

    assert section_of(draft, "closing").body["en"] == "First."


def settle(draft, by):
    for finding in open_findings(draft, at=NOW):
        waive_finding(report=draft, finding=finding, reason="Staff of the organisers.", at=NOW, by=by)


def release(draft, by, at=NOW):
    return release_report(prepared=prepare_release(report=draft, at=at), by=by)


def test_finding_is_waived_only_with_a_reason(draft, coordinator):
    finding = open_findings(draft, at=NOW)[0]

    with pytest.raises(ReasonMissing):
        waive_finding(report=draft, finding=finding, reason="  ", at=NOW, by=coordinator)


def test_release_is_refused_while_a_finding_is_open(draft):
    with pytest.raises(NotSettled):
        prepare_release(report=draft, at=NOW)


def test_release_freezes_text_files_and_figures(draft, coordinator):
    settle(draft, coordinator)

    made = release(draft, coordinator)

    assert sorted(made.files.values_list("language", "format")) == sorted(
        (language, kind) for language in ("en", "zh-hans", "km") for kind in ("pdf", "docx")
    )
    stored = FigureValue.objects.get(release=made, metric="participants", part="")
    assert (int(stored.value), len(stored.counted)) == (6, 6)


def test_released_report_does_not_change_when_records_do(draft, coordinator, client):
    settle(draft, coordinator)
    made = release(draft, coordinator)
    before = client.get(f"/reports/{draft.public_id}/?language=en").content.decode()

    late = RegistrationFactory(event=draft.event)
    ScanFactory(checkpoint=draft.event.checkpoints.get(), registration=late)
    after = client.get(f"/reports/{draft.public_id}/?language=en").content.decode()

    assert Release.objects.get(pk=made.pk).content == made.content
    assert (before.count(">6<"), after.count(">6<"), after.count(">7<")) == (before.count(">6<"), before.count(">6<"), 0)


def test_release_is_refused_when_records_change_while_files_are_made(draft, coordinator):
    settle(draft, coordinator)
    prepared = prepare_release(report=draft, at=NOW)
    late = RegistrationFactory(event=draft.event)
    ScanFactory(checkpoint=draft.event.checkpoints.get(), registration=late)

    with pytest.raises(ChangedWhilePreparing):
        release_report(prepared=prepared, by=coordinator)

    assert Release.objects.count() == 0


def test_erratum_is_shown_with_the_release_it_corrects(draft, coordinator, client):
    settle(draft, coordinator)
    made = release(draft, coordinator)

    publish_erratum(
        release=made, was="thirteen", now="twelve", reason="One talk fell out.", language="en", at=NOW, by=coordinator
    )

    page = client.get(f"/reports/{draft.public_id}/").content.decode()
    assert ("<del>thirteen</del>" in page, "<ins>twelve</ins>" in page) == (True, True)


def test_second_release_leaves_the_first_as_it_was(draft, coordinator):
    settle(draft, coordinator)
    first = release(draft, coordinator)
    put(draft, "closing", "Thank you all.", by=coordinator)
    settle(draft, coordinator)

    second = release(draft, coordinator, at=NOW + timedelta(days=1))

    assert (first.number, second.number, first.sha256 == second.sha256) == (1, 2, False)


def test_frozen_document_thaws_to_the_same_document(draft):
    document = build(draft, "km", at=NOW)

    assert thawed_document(frozen_document(document)) == document


def test_speaker_does_not_see_the_draft(draft, signed_in, workshop):
    from_programme = workshop.sessions.get().talks.first().speaker
    user = _account_of(from_programme, workshop)

    assert signed_in(user).get(f"/reports/{draft.public_id}/draft/").status_code == 404


def _account_of(person, event):
    from tests.factories.accounts import GrantFactory, UserFactory  # noqa: PLC0415 -- only this test

    user = UserFactory(person=person)
    GrantFactory(user=user, role="speaker", scope="event", scope_id=event.pk)
    return user


def test_two_people_writing_at_once_are_told_and_keep_their_text(draft, coordinator, coordinator_client):
    section = section_of(draft, "closing")
    put(draft, "closing", "Theirs.", by=coordinator)
    address = f"/reports/{draft.public_id}/draft/sections/{section.public_id}/?language=en"

    page = coordinator_client.post(address, {"heading": "Closing", "body": "Mine.", "revision": 1})

    shown = page.content.decode()
    assert (page.status_code, "Mine." in shown, "Theirs." in shown) == (409, True, True)

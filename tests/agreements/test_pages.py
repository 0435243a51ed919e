import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catecp.agreements.models import Agreement
from catecp.agreements.services.signing import sign_agreement, undo_signature
from catecp.network.services.institutions import refresh_search_text
from tests.factories.accounts import GrantFactory
from tests.factories.agreements import agreement_of, scan_of
from tests.factories.events import NOON, EventFactory
from tests.factories.network import InstitutionFactory


def named(**name):
    texts = {language.replace("_", "-"): text for language, text in name.items()}
    institution = InstitutionFactory(name=texts, sort_name="")
    refresh_search_text(institution)
    return institution


def posted(*lines, **fields):
    """A form with one line (institution, signatory) a party."""
    data = {"party-TOTAL_FORMS": len(lines), "party-INITIAL_FORMS": 0, "kind": "mou", "title_original": "en", **fields}
    for number, (institution, signatory) in enumerate(lines):
        data[f"party-{number}-institution"] = institution
        data[f"party-{number}-signatory_name"] = signatory
    return data


def test_register_shows_and_downloads_the_same(client, db):
    agreement_of(named(en="Lampang College"), named(zh_hans="柳州学院"), signed=True, title={"en": "=2+3"})
    agreement_of(InstitutionFactory(), InstitutionFactory())

    page = client.get(reverse("agreements:register"))
    sheet = client.get(reverse("agreements:register"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()

    assert page.context["page"].paginator.count == 1
    assert "柳州学院" in page.content.decode()
    assert len(sheet) == 2
    assert sheet[1].startswith(
        "'=2+3,memorandum of understanding,,Lampang College (KH); 柳州学院 (KH),SOK Dara; SOK Dara,2025-05-13,,"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_register_page_takes_the_same_queries_for_any_size(client, db, number, django_assert_num_queries):
    for _number in range(number):
        agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)

    with django_assert_num_queries(6):
        assert client.get(reverse("agreements:register")).status_code == 200


def test_plan_finds_institutions_by_any_name_and_goes_to_signing_day(coordinator_client):
    event = EventFactory()
    one, other = named(en="Liuzhou Polytechnic", zh_hans="柳州职业技术大学"), named(en="Lampang College")

    response = coordinator_client.post(
        reverse("agreements:plan", args=[event.slug]),
        posted(("柳州", "WEI Lihua"), ("lampang college (KH)", "Somchai"), ("", ""), field_en="Robotics"),
    )

    assert response.url == reverse("agreements:signing", args=[event.slug])
    found = Agreement.objects.get()
    assert [(party.institution, party.signatory_name) for party in found.parties.all()] == [
        (one, "WEI Lihua"),
        (other, "Somchai"),
    ]
    assert (found.field["en"], found.state, found.event) == ("Robotics", "planned", event)


def test_plan_keeps_what_was_typed_and_says_what_is_wrong_beside_it(coordinator_client):
    event = EventFactory()
    named(en="Guangxi College of Transport"), named(en="Guangxi College of Finance")

    page = coordinator_client.post(
        reverse("agreements:plan", args=[event.slug]), posted(("guangxi", "WEI Lihua"), ("nowhere <b>", ""), ("", "Nobody"))
    )

    lines = [form.errors.get("institution", [""])[0] for form in page.context["parties"]]
    assert lines == [
        "Several institutions match: Guangxi College of Finance (KH); Guangxi College of Transport (KH). Type more of the name.",
        "Nothing in the directory is called “nowhere <b>”. Try an abbreviation, or add the institution first.",
        "For which institution does this person sign?",
    ]
    assert 'value="nowhere &lt;b&gt;"' in page.content.decode()
    assert Agreement.objects.count() == 0


def test_plan_with_an_impossible_day_enters_nothing(coordinator_client):
    event = EventFactory()
    named(en="Lampang College"), named(en="Hue College")

    page = coordinator_client.post(
        reverse("agreements:plan", args=[event.slug]), posted(("lampang", "A"), ("hue", "B"), signed_on="2031-01-01")
    )

    assert page.context["form"].non_field_errors() == ["The day of signature lies in the future. Choose today or an earlier day."]
    assert Agreement.objects.count() == 0


def test_edit_shows_its_parties_and_saves_a_change(coordinator_client):
    one, other = named(en="Lampang College"), named(en="Hue College")
    agreement = agreement_of(one, other, title={"en": "Robotics"})
    address = reverse("agreements:edit", args=[agreement.public_id])

    page = coordinator_client.get(address)
    assert [form["institution"].value() for form in page.context["parties"]][:2] == ["Lampang College (KH)", "Hue College (KH)"]
    coordinator_client.post(address, posted(("Hue College (KH)", "B"), ("Lampang College (KH)", "A"), title_en="Drones"))

    agreement.refresh_from_db()
    assert (agreement.title["en"], [party.institution for party in agreement.parties.all()]) == ("Drones", [other, one])


def test_signing_day_counts_and_offers_undo_only_today(coordinator_client):
    event = EventFactory(starts_on=timezone.localdate(), ends_on=timezone.localdate(), time_zone="UTC")
    agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, signed=True, position=1)
    today = agreement_of(InstitutionFactory(), InstitutionFactory(), event=event, position=2)

    response = coordinator_client.post(reverse("agreements:sign", args=[today.public_id]))
    page = coordinator_client.get(response.url)

    assert [(row.pk, row.may_undo) for row in page.context["order"]][1:] == [(today.pk, True)]
    assert (page.context["count"].signed, page.context["count"].total, page.context["order"][0].may_undo) == (2, 2, False)
    assert "All agreements are signed." in page.content.decode()
    coordinator_client.post(reverse("agreements:unsign", args=[today.public_id]), {"reason": "by mistake"})
    assert coordinator_client.get(response.url).context["count"].signed == 1


def test_signing_says_why_not_when_a_signatory_is_missing(coordinator_client):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(name={"en": "Hue College"}))
    agreement.parties.last().__class__.objects.filter(pk=agreement.parties.last().pk).update(signatory_name="")

    page = coordinator_client.post(reverse("agreements:sign", args=[agreement.public_id]), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "Who signs for Hue College? Enter the name, then mark the agreement as signed."
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_signing_page_takes_the_same_queries_for_any_size(coordinator_client, number, django_assert_num_queries):
    event = EventFactory()
    for _number in range(number):
        agreement_of(InstitutionFactory(), InstitutionFactory(), event=event)

    with django_assert_num_queries(6):
        assert coordinator_client.get(reverse("agreements:signing", args=[event.slug])).status_code == 200


def test_live_part_is_the_count_and_the_stream_ends_with_a_retry(coordinator_client, monkeypatch):
    event = EventFactory()
    agreement_of(InstitutionFactory(), InstitutionFactory(), event=event)
    address = reverse("agreements:signing_live", args=[event.slug])
    monkeypatch.setattr("catecp.kernel.live.live.__kwdefaults__", {"seconds": 0.0, "every": 0.01})

    part = coordinator_client.get(address)
    stream = coordinator_client.get(address, headers={"accept": "text/event-stream"})

    assert "of 1 signed" in part.content.decode()
    assert "<html" not in part.content.decode()
    lines = b"".join(stream.streaming_content).decode()
    assert lines.startswith("retry: 1000\n\ndata: ")
    assert stream["Content-Type"] == "text/event-stream"


def test_scan_opens_for_a_party_and_not_for_another_officer(signed_in, db):
    one = InstitutionFactory()
    agreement = agreement_of(one, InstitutionFactory(), signed=True)
    scan_of(agreement)
    address = reverse("agreements:scan", args=[agreement.public_id])

    def officer(institution):
        return signed_in(GrantFactory(role="institution_officer", scope="institution", scope_id=institution.pk).user)

    opened = officer(one).get(address)
    assert b"".join(opened.streaming_content) == b"%PDF-1.7"
    assert opened["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert officer(InstitutionFactory()).get(address).status_code == 403


def test_scan_is_attached_and_withdrawn(coordinator_client):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)
    attach = reverse("agreements:attach_scan", args=[agreement.public_id])

    refused = coordinator_client.post(attach, {"scan": SimpleUploadedFile("mou.pdf", b"MZ")}, follow=True)
    assert [str(message) for message in refused.context["messages"]] == [
        "Please choose a PDF, PNG or JPEG file. This one is something else."
    ]
    coordinator_client.post(attach, {"scan": SimpleUploadedFile("../mou.pdf", b"%PDF-1.4")})
    agreement.refresh_from_db()
    assert agreement.scan.name == "mou.pdf"
    coordinator_client.post(reverse("agreements:withdraw_scan", args=[agreement.public_id]))
    assert coordinator_client.get(reverse("agreements:scan", args=[agreement.public_id])).status_code == 404


def test_scan_over_the_limit_is_refused_with_the_limit(coordinator_client, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True)
    attach = reverse("agreements:attach_scan", args=[agreement.public_id])

    page = coordinator_client.post(attach, {"scan": SimpleUploadedFile("mou.pdf", b"%PDF-" + bytes(1_000_001))}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "This file is larger than 1 MB. Make it smaller or split it."
    ]
    agreement.refresh_from_db()
    assert agreement.scan is None


def test_agreement_page_hides_the_remark_and_the_scan_from_the_public(client, db):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), signed=True, remark="pay the caterer")
    scan_of(agreement)

    page = client.get(reverse("agreements:agreement", args=[agreement.public_id])).content.decode()

    assert "pay the caterer" not in page
    assert "mou.pdf" not in page
    assert "The signed paper is for the parties of the agreement only." in page


def test_agreement_page_tells_its_history_to_the_coordinator(coordinator, coordinator_client, client):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory(), event=EventFactory(time_zone="UTC"), signed=False)
    sign_agreement(agreement=agreement, at=NOON, by=coordinator)
    undo_signature(agreement=agreement, reason="100 % too early", at=NOON, by=coordinator)
    sign_agreement(agreement=agreement, at=NOON, by=coordinator)
    address = reverse("agreements:agreement", args=[agreement.public_id])

    lines = [(line.what, line.who) for line in coordinator_client.get(address).context["history"]]

    assert lines == [
        ("Marked as signed", str(coordinator)),
        ("Signature taken back: 100 % too early", str(coordinator)),
        ("Marked as signed", str(coordinator)),
    ]
    assert client.get(address).context["history"] == []


def test_agreement_of_an_event_long_over_is_signed_with_its_day(coordinator_client):
    agreement = agreement_of(InstitutionFactory(), InstitutionFactory())
    address = reverse("agreements:agreement", args=[agreement.public_id])
    sign = reverse("agreements:sign", args=[agreement.public_id])

    assert coordinator_client.get(address).context["sign_form"].initial == {"on": agreement.event.ends_on}
    assert coordinator_client.get(reverse("agreements:signing", args=[agreement.event.slug])).context["is_near"] is False
    coordinator_client.post(sign, {"on": "yesterday"})
    coordinator_client.post(sign)
    agreement.refresh_from_db()
    assert agreement.signed_on is None
    coordinator_client.post(sign, {"on": "2025-05-13"})
    agreement.refresh_from_db()
    assert str(agreement.signed_on) == "2025-05-13"

"""An employer scans a certificate: with network, in airplane mode, revoked, forged, without script."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catecp.courses.services.adoption import AdoptionGiven, confirm_adoption, propose_adoption
from catecp.credentials.services.awarding import award_certificate, revoke_award
from catecp.kernel.translated import written
from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.accounts import GrantFactory
from tests.factories.credentials import class_of, course_of, enrolment_in
from tests.factories.network import InstitutionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def award():
    provider = InstitutionFactory(name={"en": "Wuxi University of Technology", "zh-hans": "无锡职业技术大学"})
    receiver = InstitutionFactory(name={"en": "National Polytechnic Institute of Cambodia"})
    enrolment = enrolment_in(class_of(course_of(provider), receiver))
    return award_certificate(enrolment=enrolment, at=timezone.now(), by=None)


def verdict(page, words: str) -> str:
    """The page's verdict once it says how it was checked; returns that sentence."""
    page.locator("[data-verdict]", has_text=words).wait_for()
    page.wait_for_function("document.querySelector('[data-how]').textContent !== ''")
    return page.locator("[data-how]").inner_text()


def test_a_certificate_is_checked_in_airplane_mode_once_the_page_was_opened(open_page, award):
    page = open_page("/verify/", width=PHONE)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.open('catecp-verify').then(c => c.keys()).then(k => k.length >= 6)")

    page.context.set_offline(True)
    page.goto(page.url.partition("/verify/")[0] + "/verify/?#")  # another address: nothing is left of the first page
    page.goto(page.url.partition("/verify/")[0] + "/verify/#" + award.code)
    page.reload()

    assert verdict(page, "This certificate is genuine.").startswith("Checked without network. Revocation as known on")
    assert page.locator("[data-field=original]").inner_text() == "សុខ ដារ៉ា"
    assert page.locator("[data-field=number]").inner_text() == award.number
    assert_fits(page)
    shoot(page, "certificate-offline")


def test_a_revoked_certificate_is_told_with_network_and_remembered_without(open_page, award, coordinator):
    page = open_page("/verify/#" + award.code, width=PHONE)
    page.locator("[data-how]", has_text="with the network").wait_for()
    revoke_award(award=award, reason="Issued by mistake", at=timezone.now() + timedelta(seconds=1), by=coordinator)

    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    page.reload()
    page.locator("[data-how]", has_text="with the network").wait_for()
    with_network = page.locator("[data-verdict]").inner_text()
    page.context.set_offline(True)
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '{award.code}'")

    assert with_network == "This certificate was revoked. It counts no more."
    assert verdict(page, "This certificate was revoked.").startswith("Checked")
    shoot(page, "certificate-revoked")


def test_a_changed_certificate_is_not_genuine(open_page, award):
    kind, payload, signature = award.code.split(".")
    forged = f"{kind}.{payload}.{signature[:-8]}AAAAAAAA"
    page = open_page("/verify/#" + forged, width=PHONE)

    page.locator("[data-verdict]", has_text="not a certificate of ours").wait_for()

    assert page.locator("[data-facts]").is_hidden()


def test_a_certificate_is_checked_by_its_number_without_script(open_page, award):
    page = open_page("/verify/", width=PHONE, script=False)

    page.fill("[name=text]", award.number)
    page.click("main button.btn")

    assert page.get_by_text("This certificate is genuine.").is_visible()
    assert page.get_by_text("សុខ ដារ៉ា").is_visible()
    shoot(page, "certificate-by-number")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_of_proof_fit_and_are_accessible(open_page, award, coordinator, width):
    course, institution = award.version.course, award.receiver
    given = AdoptionGiven(
        programme=written("Diploma of Welding"), starts_on=date(2024, 9, 1), statement=written("We teach it every year.")
    )
    adoption = propose_adoption(course=course, institution=institution, given=given, at=timezone.now(), by=coordinator)
    confirm_adoption(adoption=adoption, given=given, name="SOK Dara", at=timezone.now(), by=coordinator)
    head = GrantFactory(role="institution_head", scope="institution", scope_id=institution.pk).user
    addresses = {
        "check": f"/verify/?number={award.number}",
        "award": award.get_absolute_url(),
        "certificates": "/certificates/",
        "class-certificates": f"/certificates/class/{award.enrolment.study_class.public_id}/",
        "adoption": adoption.get_absolute_url(),
        "adoptions": "/adoptions/",
        "adopt": f"/courses/{course_of().public_id}/adopt/",
        "compare-credit": f"/courses/{course.public_id}/credit/",
        "precedents": "/recognition/",
    }

    for name, address in addresses.items():
        page = open_page(address, width=width, user=head)
        assert_no_serious(page)
        assert_fits(page)
        shoot(page, f"proof-{name}-{width}")

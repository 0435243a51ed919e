"""The directory and signing day in a real browser: accessible, within the screen, usable without script, live on the projector."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catecp.agreements.models import Agreement
from catecp.network.models import Institution
from catecp.network.services.institutions import refresh_search_text
from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.agreements import agreement_of
from tests.factories.events import EventFactory
from tests.factories.network import InstitutionFactory, MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signing_day():
    """An event today with three agreements planned, the first already signed."""
    today = timezone.localdate()
    event = EventFactory(starts_on=today, ends_on=today, time_zone="UTC", name={"en": "Workshop", "km": "សិក្ខាសាលា"})
    liuzhou = named(en="Liuzhou Polytechnic University", zh_hans="柳州职业技术大学")
    battambang = named(en="Polytechnic Institute of Battambang", km="វិទ្យាស្ថានពហុបច្ចេកទេសខេត្តបាត់ដំបង")
    agreement_of(liuzhou, battambang, event=event, signed=True, position=1)
    for position in (2, 3):
        agreement_of(
            liuzhou,
            named(en=f"A college with a rather long name in the province of X {position}"),
            event=event,
            position=position,
        )
    MembershipFactory(institution=liuzhou, is_contact=True, person__original_name="韦丽华", person__original_language="zh-hans")
    return event


def named(**name):
    texts = {language.replace("_", "-"): text for language, text in name.items()}
    institution = InstitutionFactory(name=texts, sort_name="")
    refresh_search_text(institution)
    return institution


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_are_accessible_and_fit(open_page, coordinator, signing_day, width, dark):
    one, other = Institution.objects.order_by("pk")[:2]
    agreement = Agreement.objects.earliest("pk")
    pages = {
        "directory": reverse("network:directory") + "?search=柳州",
        "profile": one.get_absolute_url(),
        "edit": reverse("network:edit", args=[one.public_id]),
        "names": reverse("network:names", args=[one.public_id]),
        "places": reverse("network:places", args=[one.public_id]),
        "people": reverse("network:people", args=[one.public_id]),
        "duplicates": reverse("network:duplicates"),
        "compare": reverse("network:compare", args=[one.public_id, other.public_id]),
        "register": reverse("agreements:register"),
        "agreement": agreement.get_absolute_url(),
        "plan": reverse("agreements:plan", args=[signing_day.slug]),
        "signing": reverse("agreements:signing", args=[signing_day.slug]),
        "projector": reverse("agreements:projector", args=[signing_day.slug]),
    }
    page = open_page("/", width=width, user=coordinator, dark=dark)

    for name, address in pages.items():
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + address)
        assert_no_serious(page)
        assert_fits(page)
        shoot(page, f"{name}-{width}-{'dark' if dark else 'light'}")


def test_an_agreement_is_entered_and_signed_on_a_phone_without_script(open_page, coordinator, signing_day):
    page = open_page(reverse("agreements:plan", args=[signing_day.slug]), width=PHONE, user=coordinator, script=False)

    page.fill("[name=party-0-institution]", "柳州")
    page.fill("[name=party-0-signatory_name]", "WEI Lihua")
    page.fill("[name=party-1-institution]", "បាត់ដំបង")
    page.fill("[name=party-1-signatory_name]", "SOK Dara")
    page.fill("[name=field_en]", "Robotics")
    page.click("button.btn:has-text('Save')")
    page.locator(".signing-order > li").last.locator("button:has-text('Signed')").click()

    assert page.inner_text(".big-count").split() == ["2", "of", "4", "signed"]


def test_the_projector_follows_a_signature(open_page, coordinator, signing_day):
    projector = open_page(reverse("agreements:projector", args=[signing_day.slug]), user=coordinator)
    projector.wait_for_selector("[data-live-state=live]")
    desk = open_page(reverse("agreements:signing", args=[signing_day.slug]), width=PHONE, user=coordinator)

    desk.click("li.is-next button:has-text('Signed')")

    projector.wait_for_selector(".big-count .n:has-text('2')", timeout=10_000)
    assert projector.inner_text(".big-count").split() == ["2", "of", "3", "signed"]

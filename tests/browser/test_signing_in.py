"""Coming in: by password, by code, by the link of the mail, by a passkey, with a second factor. In a real browser."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from tests.browser.conftest import DESK, PHONE
from tests.browser.look import assert_fits, assert_no_serious, shoot
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "seven-handshakes"


@pytest.fixture
def dara():
    user = UserFactory(email="dara@example.org", person__is_invented=False)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def sign_in(page, *, password: str = PASSWORD) -> None:
    page.fill("input[name=login]", "dara@example.org")
    page.fill("input[name=password]", password)
    page.click("form.form button:has-text('Sign in')")


def test_password_without_script_leads_where_one_wanted_to_go(open_page, dara):
    page = open_page("/account/email/", width=PHONE, script=False)

    sign_in(page)

    assert page.url.endswith("/account/email/")


def test_wrong_password_keeps_the_address_and_says_so(open_page, dara):
    page = open_page("/account/login/", width=PHONE)

    sign_in(page, password="wrong")

    assert page.input_value("input[name=login]") == "dara@example.org"
    assert page.inner_text(".errorlist").strip() != ""
    assert_no_serious(page)
    shoot(page, "sign-in-wrong-360")


def test_code_of_the_mail_signs_in_on_a_phone_without_script(open_page, dara):
    page = open_page("/account/login/code/", width=PHONE, script=False)

    page.fill("input[name=email]", "dara@example.org")
    page.click("button:has-text('Send the code')")
    shoot(page, "sign-in-code-360")
    code = mail.outbox[0].body.split("\n\n")[1].strip()
    page.fill("input[name=code]", code)
    page.click("button:has-text('Go on')")

    assert page.url.endswith("/desk/")


def test_link_of_the_mail_signs_in(open_page, dara, live_server):
    page = open_page("/account/login/code/", width=PHONE)
    page.fill("input[name=email]", "dara@example.org")
    page.click("button:has-text('Send the code')")
    token = re.search(r"/enter/(\S+)/", mail.outbox[0].body).group(1)

    page.goto(f"{live_server.url}/enter/{token}/")
    shoot(page, "sign-in-link-360")
    page.click("button:has-text('Come in')")

    assert page.url.endswith("/desk/")


def test_passkey_is_made_and_signs_in(open_page, dara):
    page = open_page("/account/2fa/webauthn/add/", user=dara)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
    shoot(page, "passkey-add-1280")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda address: "webauthn/add" not in address)
    page.context.clear_cookies()
    page.goto(page.url.split("/account")[0] + "/account/login/")

    page.click("#passkey_login")
    page.wait_for_url("**/desk/")

    assert page.is_visible("h1:has-text('To do')")


def test_second_factor_is_set_up_and_asked_for_without_script(open_page, dara):
    page = open_page("/account/login/?next=/account/2fa/totp/activate/", width=PHONE, script=False)
    sign_in(page)
    page.fill("input[name=password]", PASSWORD)  # who changes how they sign in shows again who they are
    page.click("main form button")
    assert_fits(page)
    shoot(page, "second-factor-360")
    secret = page.input_value("input#authenticator_secret")

    page.fill("input[name=code]", one_time_code(secret))
    page.click("main form button:has-text('Activate')")
    page.context.clear_cookies()
    page.goto(page.url.split("/account")[0] + "/account/login/")
    sign_in(page)
    shoot(page, "second-factor-asked-360")

    assert page.is_visible("input[name=code]")
    assert page.url.endswith("/account/2fa/authenticate/")


def one_time_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    "path", ["/profile/", "/account/email/", "/account/2fa/", "/account/password/change/", "/desk/", "/outbox/choices/"]
)
def test_own_pages_are_accessible(open_page, dara, path, width):
    page = open_page(path, width=width, user=dara)

    assert_no_serious(page)
    assert_fits(page)
    shoot(page, f"own-{path.strip('/').replace('/', '-')}-{width}")


@pytest.mark.parametrize("path", ["/people/", "/people/invite/", "/outbox/", "/desk/"])
def test_staff_pages_are_accessible_on_a_phone(open_page, coordinator, path):
    page = open_page(path, width=PHONE, user=coordinator, dark=True)

    assert_no_serious(page)
    assert_fits(page)

"""How allauth meets our people."""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catecp.accounts.links import SIGN_IN, token_for
from catecp.accounts.models import User
from catecp.accounts.services import ensure_person
from catecp.kernel.errors import Refused

log = logging.getLogger("catecp.accounts")


class MailNotSent(Refused):
    """The mail server does not answer."""


class InventedPerson(Refused):
    """The account of somebody who does not exist."""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """The passwords of the demo's invented people are printed: on a real installation nobody signs in as them."""
        if not settings.IS_DEMO and user.person is not None and user.person.is_invented:
            raise InventedPerson(_("This account belongs to the demo and is closed here. Ask a coordinator for one of your own."))
        return super().pre_login(request, user, **more)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit)
        if commit:
            ensure_person(user=user)
        return user

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return settings.SITE_ADDRESS + "/desk/"

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """The mail with a code also carries a link that does the same. A mail server that is away is said plainly."""
        if template_prefix == "account/email/login_code":
            user = User.objects.filter(email__iexact=email, is_active=True).first()
            if user is not None:
                context = {
                    **context,
                    "link": settings.SITE_ADDRESS + reverse("accounts:enter", args=[token_for(user, purpose=SIGN_IN)]),
                }
        try:
            super().send_mail(template_prefix, email, context)
        except (smtplib.SMTPException, OSError) as error:
            log.error("sign-in mail not sent", extra={"problem": type(error).__name__})
            raise MailNotSent(
                _("The mail could not be sent just now. Try again in some minutes, or sign in another way.")
            ) from error

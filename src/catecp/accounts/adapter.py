"""How allauth meets our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from catecp.accounts.models import User
from catecp.accounts.services import ensure_person


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit)
        if commit:
            ensure_person(user=user)
        return user

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return settings.SITE_ADDRESS + "/desk/"

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "catecp.accounts"
    label = "accounts"

"""What tests change, and nothing else."""

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.gettempdir()) / f"catecp-tests-{os.getuid()}"  # noqa: S108 -- one folder per user, for tests only
os.environ.setdefault("CATECP_DATA", str(_folder))
os.environ.setdefault("CATECP_SECRET_KEY", "only-for-tests")

from config.settings import *  # noqa: E402, F403 -- after the environment is set
from config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "mail"]}}
SITE_ADDRESS = "http://testserver"
LOGGING = {"version": 1, "disable_existing_loggers": False}

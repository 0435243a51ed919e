"""One settings file. What is secret or local comes through env.py."""

from config import env
from config.languages import INTERFACE_LANGUAGES, register_languages

# Where things are
ROOT = env.ROOT
DATA = env.folder("CATECP_DATA", ROOT / "var")
MEDIA_ROOT = DATA / "files"
NODE_MODULES = env.folder("CATECP_NODE_MODULES", ROOT / "node_modules")
FONT_ROOT = NODE_MODULES / "@expo-google-fonts"
PORT = env.number("CATECP_PORT", 8000, low=1, high=65535)
SITE_ADDRESS = env.text("CATECP_ADDRESS", f"http://localhost:{PORT}").rstrip("/")
# Packages made elsewhere run in an origin of their own (docs/decisions/0016); empty: none, except on a laptop (localhost, 127.0.0.1)
CONTENT_ADDRESS = env.text("CATECP_CONTENT_ADDRESS").rstrip("/")
IS_DEMO = env.flag("CATECP_DEMO")

# Safety
SECRET_KEY = env.secret_key(DATA)
DEBUG = env.flag("CATECP_DEBUG")
IS_HTTPS = SITE_ADDRESS.startswith("https://")
ALLOWED_HOSTS = env.words("CATECP_HOSTS") or (["*"] if IS_DEMO else ["localhost", "127.0.0.1", "[::1]"])
if CONTENT_ADDRESS:
    ALLOWED_HOSTS.append(env.host_of("CATECP_CONTENT_ADDRESS"))
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = IS_HTTPS and env.flag("CATECP_REDIRECT_TO_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("CATECP_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
CSRF_FAILURE_VIEW = "catecp.web.pages.errors.form_too_old"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
INCOMING_ROOT = DATA / "incoming"  # packages of courses while they arrive and are looked at
PACKAGE_LIMIT_BYTES = env.number("CATECP_PACKAGE_LIMIT_GB", 12, low=1, high=1000) * 1024**3  # of one package, sent in pieces
UPLOAD_LIMIT_BYTES = 20_000_000  # one workbook or scan; larger ones are refused before they are read
UPLOAD_LIMITS = {"/courses/": 400_000_000}  # addresses that begin so take more from people who signed in: films of lessons
FILE_UPLOAD_HANDLERS = [
    "catecp.files.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Modules, lowest first: see docs/decisions/0001-modules-and-their-order.md
MODULES = [
    "kernel",
    "places",
    "accounts",
    "files",
    "notices",
    "languages",
    "network",
    "events",
    "surveys",
    "opportunities",
    "matching",
    "agreements",
    "courses",
    "learning",
    "credentials",
    "insights",
    "interop",
    "web",
]
INSTALLED_APPS = [
    "catecp.web.apps.WebConfig",
    *(f"catecp.{name}" for name in reversed(MODULES) if name != "web"),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "catecp.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "catecp.web.middleware.ContentOrigin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "catecp.web.middleware.ContentPolicy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "catecp.web.middleware.ReaderLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "catecp.web.middleware.PlainRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catecp.web.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "catecp.web.templatetags.components"],
        },
    }
]
FORM_RENDERER = "catecp.web.forms_renderer.ComponentRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# Database, jobs, cache
DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Files served with the program
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    ("vendor/zxing-wasm", NODE_MODULES / "zxing-wasm" / "dist" / "iife" / "reader"),
    ("vendor/zxing-wasm", NODE_MODULES / "zxing-wasm" / "dist" / "reader"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "catecp.web.vendor_files.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "catecp.web.static_storage.StaticFiles"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Languages and time
LANGUAGES = INTERFACE_LANGUAGES
register_languages()
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "catecp_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = [ROOT / "src" / "catecp" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# People and sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "catecp.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if IS_DEMO else "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "CATECP"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "institution",
                "name": env.text("CATECP_OIDC_NAME", "OpenID Connect"),
                "client_id": env.text("CATECP_OIDC_CLIENT"),
                "secret": env.text("CATECP_OIDC_SECRET"),
                "settings": {"server_url": env.text("CATECP_OIDC_SERVER")},
            }
        ]
        if env.text("CATECP_OIDC_SERVER")
        else [],
    }
}

# Mail: every message is a row in the outbox first; this is how the outbox hands it on
EMAIL_BACKEND = env.text("CATECP_EMAIL_BACKEND") or (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("CATECP_EMAIL_HOST")
    else "catecp.notices.channels.shown.ShownBackend"
)
EMAIL_HOST = env.text("CATECP_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("CATECP_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("CATECP_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("CATECP_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("CATECP_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
SMS_GATEWAY = env.text("CATECP_SMS_GATEWAY")  # dotted name of a class with send(number, text); see learning/gateways.py
DEFAULT_FROM_EMAIL = env.text("CATECP_EMAIL_FROM", "CATECP <no-reply@catecp.example>")

# Machine drafts of translations: off until a server that speaks the OpenAI-compatible protocol is named
MODEL_ADDRESS = env.text("CATECP_MODEL_ADDRESS")  # http://model.ministry.example:8000/v1
MODEL_NAME = env.text("CATECP_MODEL_NAME")
MODEL_KEY = env.text("CATECP_MODEL_KEY")

# Logs: one JSON object a line, ids only (who reads them must not meet names, addresses or answers)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "catecp.kernel.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("CATECP_LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"handlers": [], "propagate": False}},
}

"""Settings, each from one environment variable with a default that works on one small machine.

Secrets are made at the first start, in the installation's own folder, and never stand in the repository.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
VAR = Path(os.environ.get("COMMUNIQUE_VAR", "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _secret(name: str) -> str:
    """A secret of the installation: from the environment, or made once and kept readable by its owner alone."""
    given = os.environ.get(f"COMMUNIQUE_{name.upper()}")
    if given:
        return given
    place = VAR / f"{name}.key"
    try:
        descriptor = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return place.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        made = secrets.token_urlsafe(50)
        file.write(made)
    return made


def _database(url: str) -> dict[str, Any]:
    """``sqlite:///relative/or//absolute/path`` or ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR / parts.path.removeprefix("/")),
            # The threads that serve stay, and so do their connections: opening one costs as much as a small page.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                # A write takes its lock when it begins, so that two writes queue instead of failing midway.
                "transaction_mode": "IMMEDIATE",
                # FULL: an acknowledged write survives even a loss of power.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
            # Tests use a file, because a database in memory is one connection and hides what several would do.
            "TEST": {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": query.pop("port", str(parts.port or "")),
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 20}, **query},
        }
    raise ValueError("COMMUNIQUE_DATABASE must begin with sqlite: or postgresql:")


URL = os.environ.get("COMMUNIQUE_URL", "http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = _secret("secret")
DEBUG = False
ALLOWED_HOSTS = [
    *filter(None, os.environ.get("COMMUNIQUE_HOSTS", "").split(",")),
    urlsplit(URL).hostname or "127.0.0.1",
    "127.0.0.1",
    "localhost",
]
CSRF_TRUSTED_ORIGINS = [URL]
DATABASES = {"default": _database(os.environ.get("COMMUNIQUE_DATABASE", "sqlite:///communique.sqlite3"))}
POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "communique.records",
    "communique.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "communique.web.acting.ActingMiddleware",
    "communique.web.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "communique.urls"
ASGI_APPLICATION = "communique.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "jobs" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communique.web.acting.acting",
            ],
        },
    }
]

AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "communique.web.accounts.Adapter"
SOCIALACCOUNT_ADAPTER = "communique.web.accounts.SocialAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Communiqué: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A seat is granted to an address: only the secretariat changes it. And nobody makes us write to strangers.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
# Guesses are counted for each account, and more freely for each address, because a whole conference may sit behind
# one. The address is the connection's; a proxy on this machine is believed when it names another (elsewhere: uvicorn's
# FORWARDED_ALLOW_IPS), and nobody else is.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "request_login_code": "120/m/ip,3/m/key",
    "reset_password": "60/m/ip,5/m/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "communique.web.accounts.AddPasskey"}
MFA_TOTP_ISSUER = "Communiqué"
MFA_TOTP_TOLERANCE = 1
# Addresses aren't typed in by their owners here: the secretariat granted the seat to them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = URL.startswith(("http://127.0.0.1", "http://localhost"))
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("COMMUNIQUE_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("COMMUNIQUE_OIDC_NAME", "Single sign-on"),
                "client_id": os.environ["COMMUNIQUE_OIDC_CLIENT"],
                "secret": os.environ["COMMUNIQUE_OIDC_SECRET"],
                "settings": {"server_url": os.environ["COMMUNIQUE_OIDC_ISSUER"], "token_auth_method": None},
            }
        ],
    }

SESSION_COOKIE_AGE = int(os.environ.get("COMMUNIQUE_SESSION_HOURS", "14")) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = URL.startswith("https:")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if URL.startswith("https:") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if URL.startswith("https:") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "communique.web.refusals.unproven"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
CACHES = {
    "default": (
        # Several processes share their rate limits through the database; one process keeps them in memory.
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "communique_cache"}
        if POSTGRES
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = PACKAGE / "web" / "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": os.environ.get(
            "COMMUNIQUE_STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

_mail = urlsplit(os.environ.get("COMMUNIQUE_MAIL", ""))
if _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("COMMUNIQUE_MAIL_FROM", "secretariat@localhost")

UPLOAD_LIMIT = int(os.environ.get("COMMUNIQUE_UPLOAD_LIMIT", str(20 * 1024 * 1024)))
"""Bytes that one imported file may have."""
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT + 64 * 1024
STREAMS_PER_READER = int(os.environ.get("COMMUNIQUE_STREAMS_PER_READER", "12"))
"""Live streams that one person, or one address without a sign-in, may hold at once; 0 for no bound."""
STREAMS_PER_ADDRESS = int(os.environ.get("COMMUNIQUE_STREAMS_PER_ADDRESS", "200"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("COMMUNIQUE_LOG", "WARNING")},
}

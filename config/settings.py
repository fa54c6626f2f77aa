"""Settings for every deployment; what differs between them comes from the environment.

Every variable read here stands in ``deploy/.env.example`` with its default.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("BLOTTER_VAR", BASE_DIR / "var"))


def env_bool(name: str, *, default: bool) -> bool:
    """Read a boolean; anything but the two exact words is a mistake worth stopping for."""
    text = os.environ.get(name, str(default))
    if text not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={text!r}: write True or False")
    return text == "True"


def env_int(name: str, *, default: int) -> int:
    """Read a whole number, 0 or more."""
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name}={text!r}: write a whole number")
    return int(text)


def env_list(name: str, *, default: str) -> list[str]:
    """Read names that are parted by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_secret(name: str, *, file: Path) -> str:
    """Read a secret from the environment, or from a file that ``script/server`` made."""
    text = os.environ.get(name, "") or (file.read_text().strip() if file.exists() else "")
    if len(text) < 50:
        raise ImproperlyConfigured(
            f"{name} is missing or shorter than 50 characters: set it, or start with script/server,"
            f" which makes one in {file}"
        )
    return text


DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = env_secret("SECRET_KEY", file=VAR_DIR / "secret-key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
HTTPS = env_bool("HTTPS", default=False)
"""Whether learners reach the site by https. Secure cookies and HSTS follow from it."""
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "web",
    "courses",
    "quizzes",
    "learners",
    "config.apps.BlotterConfig",  # last: it wires the others together
]
MIDDLEWARE = [
    "web.requests.LogMiddleware",
    "web.security.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.limits.BodyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.security.OriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "web.htmx.SignInMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "context_processors": ["web.context.shell"],
        },
    },
    {
        # What extends allauth or is part of crispy-forms, which are written in this language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "web.context.shell",
            ],
            "builtins": ["web.templatetags.ui"],
        },
        "APP_DIRS": True,
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR_DIR / 'blotter.sqlite3'}",
        conn_max_age=None,  # persistent: an answer costs 3.6 to 5.8 times as much without
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # The write lock is taken at BEGIN: a lock taken later can fail at once, whatever the
        # timeout. With Django's defaults 82 % of concurrent answers were refused.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file as in use: in memory, threads lock each other out of whole tables.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    # Shared by all workers, so that a rate limit is one limit; not emptied by a restart.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
CONTENT_DIR = Path(os.environ.get("CONTENT_DIR", BASE_DIR / "content"))

VERSION = "0.1.0"
"""As in CHANGELOG.md."""
BUILD = os.environ.get("BUILD", "")
"""Name of the deployed code: it makes pages that readers have kept out of date."""

CRISPY_ALLOWED_TEMPLATE_PACKS = ("blotter",)
CRISPY_TEMPLATE_PACK = "blotter"

# Accounts
AUTHENTICATION_BACKENDS = ["web.sessions.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learners:progress"
EMAIL_URL = os.environ.get("EMAIL_URL", "")
ACCOUNT_ADAPTER = "learners.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "signup": "20/m/ip",
}
MFA_ADAPTER = "learners.accounts.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Blotter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Sessions, cookies, headers
SESSION_ENGINE = "web.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "web.security.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz/"]  # probes come from the machine itself
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # web.security.OriginMiddleware is Django's, extended
    "security.W021",  # a preload list outlives the domain's owner: theirs to ask for
]
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count visitors, not the proxy
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes

# Limits
WORKERS = env_int("WORKERS", default=2)
ANSWERS_PER_MINUTE = env_int("ANSWERS_PER_MINUTE", default=60)
# A page saves 30 drafts a minute at most, and its connection stays with one process.
DRAFTS_PER_MINUTE = env_int("DRAFTS_PER_MINUTE", default=80)
ANSWERS_PER_MINUTE_OF_ADDRESS = env_int("ANSWERS_PER_MINUTE_OF_ADDRESS", default=600)

# Mail: printed where no server is named, so that a fresh clone can reset a password.
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "blotter@localhost")
vars().update(dj_email_url.parse(EMAIL_URL or "console://"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "web.logs.Lines"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler"}
        if DEBUG
        else {"class": "logging.StreamHandler", "formatter": "lines"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "blotter": {"level": "WARNING" if DEBUG else "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},  # no mail to admins
    },
}

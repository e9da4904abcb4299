"""All settings of the site, from the environment only. docs/settings.md lists them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from opslagstavle_site import env

ROOT = Path(__file__).resolve().parents[2]
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
DATA = env.folder("OPSLAGSTAVLE_DATA", ROOT / "var")
CODELISTS_FOLDER = env.text("OPSLAGSTAVLE_CODELISTS")
CODELISTS_CACHE = DATA / "codelists"
OCID_PREFIX = env.text("OPSLAGSTAVLE_OCID_PREFIX", "ocds-opslag")
PUBLISHER = env.text("OPSLAGSTAVLE_PUBLISHER", "Opslagstavlen")
LICENCE = env.text("OPSLAGSTAVLE_LICENCE", "https://creativecommons.org/licenses/by/4.0/")

OPERATOR = env.text("OPSLAGSTAVLE_OPERATOR")
EMAIL = env.mailbox("OPSLAGSTAVLE_EMAIL")
PHONE = env.text("OPSLAGSTAVLE_PHONE")
WAS = env.address("OPSLAGSTAVLE_WAS", "https://was.digst.dk") if env.text("OPSLAGSTAVLE_WAS") else ""
ACCESSIBILITY_CHECKED = env.day("OPSLAGSTAVLE_ACCESSIBILITY_CHECKED")

TED = env.flag("OPSLAGSTAVLE_TED", default=True)
TED_API = env.address("OPSLAGSTAVLE_TED_API", "https://api.ted.europa.eu")
TED_SITE = env.address("OPSLAGSTAVLE_TED_SITE", "https://ted.europa.eu")
CVR_API = env.address("OPSLAGSTAVLE_CVR_API", "http://distribution.virk.dk")
CVR_USER = env.text("OPSLAGSTAVLE_CVR_USER")
CVR_PASSWORD = env.text("OPSLAGSTAVLE_CVR_PASSWORD")
INTRANET = env.names("OPSLAGSTAVLE_INTRANET", "")
# TED has let an address fetch 500 notices in six minutes, later 600: this is 432.
FETCH_PER_SECOND = env.number("OPSLAGSTAVLE_FETCH_PER_SECOND", 1.2)
FETCH_FOLDER = DATA / "fetching"

API_PER_MINUTE = env.count("OPSLAGSTAVLE_API_PER_MINUTE", 120, least=1)
API_PER_MINUTE_WITH_TOKEN = env.count("OPSLAGSTAVLE_API_PER_MINUTE_WITH_TOKEN", 600, least=1)
PROXIES = env.count("OPSLAGSTAVLE_PROXIES", 0)
# Of readers who are not logged in; 0 keeps none.
KEEP_PAGES_SECONDS = env.count("OPSLAGSTAVLE_KEEP_PAGES_SECONDS", 60)
# Of `serve` only; `run` listens on this machine.
BIND = env.listening("OPSLAGSTAVLE_BIND", "127.0.0.1:8000")
WORKERS = int(env.number("OPSLAGSTAVLE_WORKERS", 2))
BACKUPS = env.text("OPSLAGSTAVLE_BACKUPS")

SECRET_KEY = env.secret("OPSLAGSTAVLE_SECRET_KEY", DATA / "secret-key")
DEBUG = False
ALLOWED_HOSTS = env.names("OPSLAGSTAVLE_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("OPSLAGSTAVLE_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "opslagstavle_site.web",
    "opslagstavle_site.search",
    "opslagstavle_site.accounts",
    "opslagstavle_site.enterprises",
    "opslagstavle_site.notices",
    "opslagstavle_site.guide",
    "opslagstavle_site.matches",
    "opslagstavle_site.home",
]
MIDDLEWARE = [
    "opslagstavle_site.home.gate.ApiGate",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "opslagstavle_site.web.errors.NotTooLate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "opslagstavle_site.web.language.LanguageMiddleware",
    "opslagstavle_site.web.errors.ErrorPages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "opslagstavle_site.urls"
WSGI_APPLICATION = "opslagstavle_site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opslagstavle_site.home.context.board_state",
            ],
        },
    }
]

# Writers queue for the lock when they begin, instead of failing when they come to write.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{DATA / 'board.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["TEST"] = {
        "NAME": DATA / "test.sqlite3"
    }  # a file, so that threads meet as they do in use
else:
    # Many readers ask short questions: compiling one, or starting processes for it, takes longer than its answer.
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c jit=off -c max_parallel_workers_per_gather=0",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sundhed"]  # whoever watches on this machine asks without the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Each process keeps its own. Fragments of pages are found by all that stands in them, so they are never out of date; whole
# pages (web.whole) are, for KEEP_PAGES_SECONDS.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
    # One for all processes: what one of them made, the others need not make again.
    "pages": {
        "BACKEND": "diskcache.DjangoCache",
        "LOCATION": str(DATA / "pages"),
        "SHARDS": 4,
        "DATABASE_TIMEOUT": 0.1,
        "OPTIONS": {"size_limit": 2**28, "disk_min_file_size": 2**20, "sqlite_synchronous": 0},
    },
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("OPSLAGSTAVLE_STATIC", DATA / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "opslagstavle_site.web.static_names.RememberedNames"},
}
WHITENOISE_MAX_AGE = 60 * 60

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "opslagstavle_site.web.faults.Formatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"opslagstavle": {"level": "INFO"}, "apscheduler": {"level": "ERROR"}},
}

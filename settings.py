"""Every setting, read once from the environment. What each means stands in docs/settings.md."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

INSTANCE = Path(os.environ.get("INSTANCE_FOLDER") or Path(__file__).parent / "instance").absolute()
_WEAK = {"secret", "changeme", "change-me", "password", "dev", "development", "test"}


class BadSettings(SystemExit):
    """A setting with which the site must not start: it ends with this sentence, not with a
    traceback."""


@dataclass(frozen=True)
class Settings:
    environment: str
    database_url: str
    secret_key: str = field(repr=False)
    secret_key_fallbacks: list[str] = field(repr=False)
    base_url: str
    mail_server: str | None
    mail_port: int
    mail_use_tls: bool
    mail_username: str | None
    mail_password: str | None = field(repr=False)
    mail_default_sender: str
    rate_limit_storage_url: str
    rate_limits_enabled: bool
    default_locale: str
    timezone: str
    host: str = "127.0.0.1"
    port: int = 8000
    web_workers: int = 2
    web_threads: int = 4
    trusted_proxies: int = 0
    second_factor: str = "optional"
    field_keys: list[str] = field(default_factory=list, repr=False)
    audit_witnesses: list[str] = field(default_factory=list)
    metrics_token: str | None = field(default=None, repr=False)

    @property
    def in_production(self) -> bool:
        return self.environment == "production"

    @property
    def second_factor_required(self) -> bool:
        return self.second_factor == "required"

    @property
    def serves_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie_prefix(self) -> str:
        """Browsers take a cookie so named only from this host, by HTTPS and for all its paths."""
        return "__Host-" if self.serves_https else ""

    @property
    def secrets(self) -> list[str]:
        """The secrets for signing, the newest first."""
        return [self.secret_key, *self.secret_key_fallbacks]

    def flask_config(self) -> dict[str, object]:
        return {
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": self.secret_key_fallbacks,
            # FLASK_DEBUG would show programmers' pages to everybody, and end workers at a fault.
            **({"DEBUG": False} if self.in_production else {}),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            # Values in error messages would bring personal data into the logs.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
            # With less than this /readyz says that the disk is full.
            "LEAST_FREE_BYTES": 64 * 1024 * 1024,
            "SESSION_COOKIE_NAME": f"{self.cookie_prefix}meydan",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.serves_https,
            "SESSION_COOKIE_PATH": "/",
            # As long as the longest sign-in: which ones hold, their rows say.
            "PERMANENT_SESSION_LIFETIME": 16 * 3600,
            "SESSION_REFRESH_EACH_REQUEST": False,
            # Of an address that is not known; each view has its own: see request_sizes.
            "MAX_CONTENT_LENGTH": 64 * 1024,
            # Of one text in a form of several parts; the parser itself holds up to 128 KiB.
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: nobody loses what they typed
            "WTF_CSRF_SSL_STRICT": False,
            "WTF_CSRF_CHECK_DEFAULT": False,  # blueprints.base.expired_forms checks it
            "BABEL_DEFAULT_LOCALE": self.default_locale,
            "BABEL_DEFAULT_TIMEZONE": self.timezone,
            "RATELIMIT_STORAGE_URI": self.rate_limit_storage_url,
            "RATELIMIT_ENABLED": self.rate_limits_enabled,
            "RATELIMIT_HEADERS_ENABLED": False,
            "MAIL_SERVER": self.mail_server or "",
            "MAIL_PORT": self.mail_port,
            "MAIL_USE_TLS": self.mail_use_tls,
            "MAIL_USERNAME": self.mail_username,
            "MAIL_PASSWORD": self.mail_password,
            "MAIL_DEFAULT_SENDER": self.mail_default_sender,
        }


def from_environment() -> Settings:
    """All settings, checked. Raises BadSettings, whose text says what to mend."""
    environment = os.environ.get("ENVIRONMENT", "development")
    if environment not in ("development", "production"):
        raise BadSettings("ENVIRONMENT must be development or production")
    port = _number("PORT", 8000)
    settings = Settings(
        environment=environment,
        database_url=_database_url(os.environ.get("DATABASE_URL", "")),
        secret_key=os.environ.get("SECRET_KEY", "") or _kept_secret(environment),
        secret_key_fallbacks=_words("SECRET_KEY_FALLBACKS"),
        base_url=os.environ.get("BASE_URL", f"http://localhost:{port}").rstrip("/"),
        mail_server=os.environ.get("MAIL_SERVER") or None,
        mail_port=_number("MAIL_PORT", 587 if _switch("MAIL_USE_TLS", False) else 25),
        mail_use_tls=_switch("MAIL_USE_TLS", False),
        mail_username=os.environ.get("MAIL_USERNAME") or None,
        mail_password=os.environ.get("MAIL_PASSWORD") or None,
        mail_default_sender=os.environ.get("MAIL_DEFAULT_SENDER", "Meydan <meydan@localhost>"),
        rate_limit_storage_url=os.environ.get("RATE_LIMIT_STORAGE_URL") or "database://",
        rate_limits_enabled=_switch("RATE_LIMITS_ENABLED", True),
        default_locale=os.environ.get("DEFAULT_LOCALE", "tr"),
        timezone=os.environ.get("TIMEZONE", "Europe/Istanbul"),
        host=os.environ.get("HOST", "127.0.0.1"),
        port=port,
        web_workers=_number("WEB_WORKERS", 2),
        web_threads=_number("WEB_THREADS", 4),
        trusted_proxies=_number("TRUSTED_PROXIES", 0),
        second_factor=os.environ.get("SECOND_FACTOR")
        or ("required" if environment == "production" else "optional"),
        field_keys=_words("FIELD_KEYS") or _kept_field_keys(environment),
        audit_witnesses=_words("AUDIT_WITNESSES"),
        metrics_token=os.environ.get("METRICS_TOKEN") or None,
    )
    _refuse_what_cannot_work(settings)
    return settings


def _refuse_what_cannot_work(settings: Settings) -> None:
    if settings.default_locale not in ("tr", "en"):
        raise BadSettings("DEFAULT_LOCALE must be tr or en")
    if settings.timezone not in available_timezones():
        raise BadSettings(f"TIMEZONE is no IANA time zone: {settings.timezone}")
    address = urlsplit(settings.base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadSettings("BASE_URL must be an address such as https://meydan.example.org")
    if not 0 < settings.port < 65536:
        raise BadSettings("PORT must be between 1 and 65535")
    if settings.web_workers < 1 or settings.web_threads < 1:
        raise BadSettings("WEB_WORKERS and WEB_THREADS must be at least 1")
    for secret in settings.secrets if settings.in_production else []:
        if len(secret) < 32 or secret.lower() in _WEAK or len(set(secret)) < 8:
            raise BadSettings("SECRET_KEY must be at least 32 random characters in production")
    if settings.second_factor not in ("required", "optional"):
        raise BadSettings("SECOND_FACTOR must be required or optional")
    if not settings.field_keys:
        raise BadSettings("FIELD_KEYS must be set in production")
    if not all(_is_field_key(key) for key in settings.field_keys):
        raise BadSettings("FIELD_KEYS must be 32 random bytes each, in URL-safe base64")
    if not all(address.count("@") == 1 for address in settings.audit_witnesses):
        raise BadSettings("AUDIT_WITNESSES must be email addresses, separated by commas")
    if settings.metrics_token is not None and len(settings.metrics_token) < 32:
        raise BadSettings("METRICS_TOKEN must be at least 32 random characters")


def _kept_secret(environment: str) -> str:
    """A secret that is made once and kept in a file, so that `make run` needs no settings.

    Never in production: raises BadSettings there.
    """
    if environment == "production":
        raise BadSettings("SECRET_KEY must be set in production")
    return _kept("secret_key", lambda: secrets.token_urlsafe(48))


def _kept_field_keys(environment: str) -> list[str]:
    """The same for FIELD_KEYS; none in production, where it must be set."""
    return [] if environment == "production" else [_kept("field_key", new_field_key)]


def new_field_key() -> str:
    return urlsafe_b64encode(os.urandom(32)).decode()


def _is_field_key(key: str) -> bool:
    try:
        return len(urlsafe_b64decode(key.encode())) == 32
    except ValueError:
        return False


def _kept(name: str, make: Callable[[], str]) -> str:
    INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = INSTANCE / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = make()
        file.write(secret)
    return secret


def _database_url(url: str) -> str:
    if not url:
        INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{INSTANCE / 'meydan.sqlite'}"
    # Some platforms still write the scheme that SQLAlchemy gave up.
    return url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url


def _words(name: str) -> list[str]:
    return [word for word in os.environ.get(name, "").split(",") if word]


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        raise BadSettings(f"{name} must be a number")
    return int(text)


def _switch(name: str, default: bool) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if not text else text in ("1", "true", "yes", "on")
    raise BadSettings(f"{name} must be true or false")

"""Settings, read from the environment once; the server refuses to start half-configured."""

import base64
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from kernel.db import normalise_url

KEY_BYTES = 32
LEAST_SECRET = 32
UNCONFIGURED_DATABASE = "sqlite://"
MAIL_SCHEMES = ("smtp://", "smtps://")
# Telephones, codes and legal texts travel there: in the clear on this machine alone.
GATEWAYS = ("https://", "http://127.0.0.1:", "http://localhost:")
PLACES = ("{phone}", "{text}")
COST = re.compile(r"[1-9][0-9]*:[1-9][0-9]+:[1-9][0-9]*")
DRIVERS = ("sqlite:", "sqlite+pysqlite:", "postgresql+psycopg:")


class Unconfigured(Exception):
    """Settings are missing or wrong; the text lists them all at once."""


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    database_url: str
    secret_key: str
    identity_key: str
    files_dir: str
    site_url: str
    smtp_url: str
    mail_from: str
    secure_cookies: bool
    demo: bool
    password_cost: str = ""
    keys_dir: str = ""
    sms_url: str = ""
    sms_body: str = ""
    sms_token: str = ""
    preset: str = ""

    def problems(self) -> list[str]:
        """Name everything that is missing or wrong, each with the variable to set."""
        found = []
        if not self._driver():
            found.append("DATABASE_URL: the database, such as postgresql://user@host/name or sqlite:////path")
        if len(self.secret_key) < LEAST_SECRET:
            found.append(f"SECRET_KEY: at least {LEAST_SECRET} characters, random and kept secret")
        if not self.sealing_key():
            found.append(f"IDENTITY_KEY: {KEY_BYTES} random bytes as base64, to seal identity numbers")
        if not self.files_dir or not Path(self.files_dir).is_absolute():
            found.append("FILES_DIR: an absolute folder for uploaded files, outside the web root")
        if self.keys_dir and not Path(self.keys_dir).is_absolute():
            found.append(
                "KEYS_DIR: an absolute folder for the platform's shares of opening keys; may be left out"
            )
        if self.password_cost and not COST.fullmatch(self.password_cost):
            found.append("PASSWORD_COST: argon2's passes, KiB and lanes, such as 2:19456:1; may be left out")
        return [*found, *self._sending()]

    def _sending(self) -> Iterator[str]:
        """Name what is wrong with how letters and texts leave the house."""
        if self.smtp_url and not self.smtp_url.startswith(MAIL_SCHEMES):
            yield "SMTP_URL: a mail server, such as smtp://user:password@host:587 or smtps://host"
        if self.sms_url and not self.sms_url.startswith(GATEWAYS):
            yield "SMS_URL: the address of an SMS gateway, such as https://sms.example.cn/send"
        if self.sms_body and not all(place in self.sms_body for place in PLACES):
            yield "SMS_BODY: what is posted to the gateway, with {phone} and {text}; may be left out"

    def validate(self) -> None:
        """Raise Unconfigured with the whole list where anything is missing or wrong."""
        found = self.problems()
        if found:
            raise Unconfigured("These settings are missing or wrong:\n  " + "\n  ".join(found))

    def sealing_key(self) -> bytes:
        """Return the key of the sealer, empty where it is none."""
        try:
            key = base64.b64decode(self.identity_key, validate=True)
        except ValueError:  # no base64, or not even ASCII
            return b""
        return key if len(key) == KEY_BYTES else b""

    def flask(self) -> dict[str, object]:
        """Return the settings in the form that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key or None,
            "SQLALCHEMY_DATABASE_URI": self._driver() or UNCONFIGURED_DATABASE,
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "REMEMBER_COOKIE_HTTPONLY": True,
            "REMEMBER_COOKIE_SECURE": self.secure_cookies,
            "REMEMBER_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
            "FILES_DIR": self.files_dir,
            "KEYS_DIR": self.keys_dir or (f"{self.files_dir}-keys" if self.files_dir else ""),
            "SITE_URL": self.site_url,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "SMS_URL": self.sms_url,
            "SMS_BODY": self.sms_body,
            "SMS_TOKEN": self.sms_token,
            "DEMO": self.demo,
            "PASSWORD_COST": self.password_cost,
        }

    def _driver(self) -> str:
        """Return the address of the database with the driver that we ship, empty where it is none of ours."""
        try:
            url = normalise_url(self.database_url)
        except (ArgumentError, ValueError):  # no address, or one whose port is no number
            return ""
        return url if url.startswith(DRIVERS) else ""


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; nothing is required here, so that the pure commands need none."""
    env = os.environ if environment is None else environment
    site_url = env.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    return Settings(
        database_url=env.get("DATABASE_URL", ""),
        secret_key=env.get("SECRET_KEY", ""),
        identity_key=env.get("IDENTITY_KEY", ""),
        files_dir=env.get("FILES_DIR", ""),
        site_url=site_url,
        smtp_url=env.get("SMTP_URL", ""),
        mail_from=env.get("MAIL_FROM", ""),
        secure_cookies=env.get("SECURE_COOKIES", "") == "1" or site_url.startswith("https://"),
        demo=env.get("DEMO", "") == "1",
        password_cost=env.get("PASSWORD_COST", ""),
        keys_dir=env.get("KEYS_DIR", ""),
        sms_url=env.get("SMS_URL", ""),
        sms_body=env.get("SMS_BODY", ""),
        sms_token=env.get("SMS_TOKEN", ""),
        preset=env.get("PRESET", ""),
    )

"""What every answer carries and every form must bring: headers, cookie flags, the CSRF check."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, Response, make_response, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from config import BadSetting, Config

# No inline script or style anywhere; nothing from another host; no frame around us.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
MOST_BYTES = 2 * 1024 * 1024
A_YEAR = 365 * 24 * 3600

csrf = CSRFProtect()


class HostCookie(SecureCookieSessionInterface):
    """The session cookie, bound to this host alone (`__Host-`) wherever there is TLS."""

    def get_cookie_name(self, app: Flask) -> str:
        """Its name; a browser takes the prefix only over TLS."""
        return "__Host-shangxia" if request.is_secure else "shangxia"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Never over plain http once it was given over TLS."""
        return request.is_secure


def secret_key(config: Config) -> str:
    """The key that signs cookies: from the environment, else kept beside the database.

    Raises BadSetting where it can be neither read nor made.
    """
    if config.secret_key:
        return config.secret_key
    path = config.var / "secret-key"
    try:
        return _kept_key(path)
    except OSError as error:
        raise BadSetting(f"the secret key {path} cannot be used: {error.strerror}") from error


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Two programs may start at once: only one makes the file, both read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return _read_key(path)


def _read_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        key = ""
    if len(key) < 32:
        raise BadSetting(f"the secret key {path} is too short or no text; delete it for a new one")
    return key


def has_token() -> bool:
    """Whether the request comes with a bearer token: then it is judged by that and nothing else.

    No browser adds such a header by itself, so no forged form can carry one.
    """
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def check_form() -> None:
    """Refuse a changing request without its CSRF value, unless a bearer token speaks for it.

    The API asks for it itself, once it knows that it is a cookie that speaks.
    """
    if not has_token() and request.blueprint != "api":
        csrf.protect()


def seal(response: Response) -> Response:
    """Put the headers on an answer; only static files, named by content, may be kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def kept_to_itself(answer: ResponseReturnValue) -> Response:
    """An answer whose address holds a token: no page gone to from it learns more than the host.

    Not no-referrer: over TLS the check of forms asks where they come from.
    """
    response = make_response(answer)
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def install(app: Flask, config: Config) -> None:
    """Fasten all of this to the application."""
    app.secret_key = secret_key(config)
    app.session_interface = HostCookie()
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    csrf.init_app(app)
    app.before_request(check_form)
    app.after_request(seal)

"""Cookies of the site: where it is served by HTTPS, no other host and no plain HTTP can set them.

Such a cookie (`__Host-…`) goes to all pages: one that is for some of them has these in its name.
"""

from flask import Response, current_app, request

from settings import Settings


def own_cookie(name: str, *, page: str = "/") -> str:
    """What the browser's cookie of this name for this page holds; "" where it has none."""
    return request.cookies.get(_full(name, page), "")


def give_cookie(
    response: Response, name: str, value: str, *, seconds: int, page: str = "/"
) -> None:
    """Have the browser keep it for so long, for this page and those below it, unseen by scripts."""
    serves_https = _settings().serves_https
    response.set_cookie(
        _full(name, page),
        value,
        max_age=seconds,
        path="/" if serves_https else page,
        secure=serves_https,
        httponly=True,
        samesite="Lax",
    )


def _full(name: str, page: str) -> str:
    if not _settings().serves_https:
        return name
    return f"{_settings().cookie_prefix}{name}{page.rstrip('/').replace('/', '-')}"


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings

"""Every route says who may use it; tests/house walks the URL map and fails where one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort
from flask_login import current_user

from extensions import login
from policy import Permission, may

View = TypeVar("View", bound=Callable[..., Any])


def for_all(view: View) -> View:
    """Open to anyone, or to whoever holds the link in the address."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def for_staff(view: View) -> View:
    """Open to anyone who has signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return login.unauthorized()
        return view(*args, **kwargs)

    guarded.access = "staff"  # type: ignore[attr-defined]
    return cast(View, guarded)


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to those who are signed in (else the sign-in page) and allowed by role (else 403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return login.unauthorized()
            if not may(current_user, permission):
                abort(403)
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate

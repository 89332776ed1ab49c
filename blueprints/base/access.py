"""Every route says who may use it; tests/house walks the URL map and fails where one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.sign_in import keep_alive, lacks_second_factor, to_set_up
from extensions import login
from policy import Permission, may

View = TypeVar("View", bound=Callable[..., Any])


def for_all(view: View) -> View:
    """Open to anyone, or to whoever holds the link in the address."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def for_staff(view: View) -> View:
    """Open to anyone who has signed in."""
    return _guarded(view, "staff", _turned_away)


def for_staff_setting_up(view: View) -> View:
    """The same, also while they must set up a second factor: for the pages that do it."""
    return _guarded(view, "staff", lambda: _turned_away(setting_up=True))


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to those who are signed in (else the sign-in page) and allowed by role (else 403)."""

    def turned_away() -> ResponseReturnValue | None:
        turned = _turned_away()
        if turned is None and not may(current_user, permission):
            abort(403)
        return turned

    return lambda view: _guarded(view, permission, turned_away)


def _turned_away(*, setting_up: bool = False) -> ResponseReturnValue | None:
    """Where whoever may not go on is sent; None: they may."""
    if not current_user.is_authenticated:
        return login.unauthorized()  # type: ignore[no-any-return]
    keep_alive()
    if not setting_up and lacks_second_factor():
        return to_set_up()
    return None


def _guarded(
    view: View, access: str, turned_away: Callable[[], ResponseReturnValue | None]
) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        turned = turned_away()
        return view(*args, **kwargs) if turned is None else turned

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View, guarded)

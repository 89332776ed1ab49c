"""Style sheets, scripts and pictures, served compressed and kept by browsers."""

from flask import Flask
from whitenoise import WhiteNoise

_A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=_A_YEAR,
        autorefresh=app.debug,
    )

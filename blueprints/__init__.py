"""HTTP only, a package for each audience. What all requests share is registered here."""

from flask import Flask
from flask_babel import Babel

from blueprints import accounts, api, check_in, organizer, public
from blueprints.base import (
    errors,
    expired_forms,
    languages,
    logs,
    looks,
    origins,
    page_cache,
    pages,
    request_bodies,
    request_sizes,
    row_numbers,
    sign_in,
    static_files,
    transactions,
    watching,
)
from blueprints.public import feedback


def register_blueprints(app: Flask, babel: Babel) -> None:
    watching.name_routes(app)
    logs.init_app(app)
    row_numbers.init_app(app)
    request_sizes.init_app(app)
    request_bodies.init_app(app)
    languages.init_app(app, babel)
    transactions.init_app(app)
    expired_forms.init_app(app)
    origins.init_app(app)
    sign_in.init_app(app)
    pages.init_app(app)
    errors.init_app(app)
    static_files.init_app(app)
    looks.init_app(app)
    page_cache.init_app(app)
    for audience in (public, accounts, organizer, check_in, feedback, api):
        app.register_blueprint(audience.bp)

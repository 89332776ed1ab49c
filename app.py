"""create_app(): settings, extensions, blueprints, commands. Nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import models  # noqa: F401 - all tables are known before the first query
import settings as settings_module
from blueprints import register_blueprints
from blueprints.base import headers, hosts, limits, watching
from commands import register_commands
from extensions import babel, csrf, db, keys, login, mail, migrate
from lib import log_lines, postgresql, sqlite
from lib.keeping import Keeping
from settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Raises settings.BadSettings with what to mend."""
    settings = settings or settings_module.from_environment()
    app = Flask(__name__)
    app.config.update(settings.flask_config())
    app.config.update(SETTINGS=settings, BASE_URL=settings.base_url)
    if settings.in_production:
        log_lines.begin()
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.configure(db.engine)
        else:
            postgresql.configure(db.engine)
    migrate.init_app(app, db)
    keys.init_app(app, settings.secrets, settings.field_keys)
    app.extensions["keeping"] = Keeping()
    csrf.init_app(app)
    login.init_app(app)
    mail.init_app(app)
    limits.init_app(app)
    register_blueprints(app, babel)
    register_commands(app)
    if settings.trusted_proxies:  # so that rate limits count people, not the proxy
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies
        )
    hosts.init_app(app, settings)
    watching.init_app(app, settings)
    headers.init_app(app, settings)
    return app

"""The web application: one Flask app over one opened county."""

from __future__ import annotations

from flask import Flask

from config import Config
from web import identity, presentation, security
from web.api import install as api
from web.county import County
from web.pages import install as pages
from workflow.door import Door


def create_app(config: Config, door: Door) -> Flask:
    """The application for the county behind this door.

    Raises BadSetting where the key that signs cookies cannot be used.
    """
    app = Flask(__name__)
    county = County(config, door)
    app.extensions["county"] = county
    security.install(app, county.config)
    identity.install(app, county)
    presentation.install(app)
    pages.install(app, county)
    api.install(app, county)
    return app

"""The web application: one Flask app over one opened county."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config
    from workflow.audit.keys import KeyFolder
    from workflow.door import Door


def create_app(config: Config, door: Door, folder: KeyFolder | None = None) -> Flask:
    """The application for the county behind this door; `folder` is where its log's key is, if this
    program signs.

    Raises BadSetting where the key that signs cookies cannot be used.
    """
    # Imported here: the command line lives in this package too and mostly needs none of it.
    from flask import Flask

    from web import identity, past, presentation, security
    from web.api import install as api
    from web.county import County
    from web.pages import install as pages

    app = Flask(__name__)
    county = County(config, door, folder)
    app.extensions["county"] = county
    security.install(app, county.config)
    identity.install(app, county)
    past.install(app)
    presentation.install(app)
    pages.install(app, county)
    api.install(app, county)
    past.know_forms(app)
    return app

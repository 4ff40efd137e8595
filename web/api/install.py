"""Fastening the API to the application."""

from __future__ import annotations

from flask import Flask

from web.api import (
    balance,
    coverage,
    description,
    desk,
    difference,
    exporting,
    log,
    metrics,
    over_years,
    papers,
    plan,
    proofs,
    results,
    succession,
    targets,
    unit_entries,
    what_if,
)
from web.api.operations import api
from web.api.people import guard
from web.api.probes import probes
from web.api.problems import problem
from web.county import County

# What declares operations; they must be known before the blueprint is registered.
DECLARING = (
    targets,
    plan,
    coverage,
    unit_entries,
    balance,
    results,
    what_if,
    over_years,
    succession,
    log,
    desk,
    proofs,
    papers,
    difference,
    proofs,
    exporting,
    description,
)
api.before_request(guard)


def install(app: Flask, county: County) -> None:
    """Register the operations and probes; errors under /api/ are answered as problems."""
    metrics.install(app, county.database)
    app.register_blueprint(api)
    app.register_blueprint(probes)
    app.register_blueprint(description.page)
    app.extensions["api_problem"] = problem

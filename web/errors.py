"""Which HTTP status each "no" of the workflow has. How it is worded is for pages and API."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException

from workflow import errors

STATUS: dict[type[errors.WorkflowError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.StaleVersion: 409,
    errors.PreconditionFailed: 412,
    errors.WrongState: 409,
    errors.InvalidInput: 422,
    errors.RulesRefused: 409,
    errors.KeyReused: 422,
    errors.Unavailable: 503,
}


def status_of(error: Exception) -> int:
    """The status of any exception; what nobody foresaw is our fault, 500."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    if isinstance(error, HTTPException):
        return error.code or 500
    return 500

"""The pages that say no: what it was, why, and the way back. Never a trace or a path."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from web.errors import status_of
from web.presentation import t, w
from workflow.errors import Unavailable, WorkflowError

log = logging.getLogger("shangxia.web")


def heading(status: int) -> str:
    """What happened, in the words of the page."""
    headings = {
        400: t("请求有误", "The request is wrong"),
        403: t("您不能办理此事", "This is not yours to do"),
        404: t("找不到这一页", "Page not found"),
        405: t("不能这样请求", "This cannot be asked in this way"),
        409: t("现在不能办理", "This cannot be done now"),
        412: t("内容已变，未作改动", "It has changed; nothing was done"),
        413: t("内容过大", "Too much was sent"),
        422: t("提交的内容有误", "The input is wrong"),
        503: t("暂时无法办理", "Not possible just now"),
    }
    return headings.get(status, t("程序出错", "Something went wrong"))


def sentence(error: Exception, status: int) -> str:
    """One sentence for the reader."""
    if isinstance(error, WorkflowError):
        return w(error.words)
    if isinstance(error, CSRFError):
        return t(
            "页面放得太久或不是从本系统打开的，请返回重试。",
            "The page was open too long or did not come from here. Go back and try again.",
        )
    if status == 404:
        return t("没有这一页，或您无权查看。", "There is no such page, or you may not see it.")
    if status >= 500:
        return t("此事已记录，未作任何改动。", "This was noted; nothing was changed.")
    return t("请求未被接受，未作任何改动。", "The request was refused; nothing was changed.")


def page(error: Exception) -> tuple[str, int]:
    """The page for an exception."""
    status = status_of(error)
    if status >= 500 and not isinstance(error, Unavailable):
        log.error("request %s failed", g.get("request_id"), exc_info=error)
    return (
        render_template(
            "pages/error.html",
            heading=heading(status),
            sentence=sentence(error, status),
            refusals=getattr(error, "refusals", ()),
            request_id=g.get("request_id"),
            back=getattr(g, "back", None),
        ),
        status,
    )


def answer(error: Exception) -> Any:
    """Pages answer with a page; the API, where there is one, with its own form of a problem."""
    api: Callable[[Exception], Response] | None = current_app.extensions.get("api_problem")
    if api is not None and request.path.startswith("/api/"):
        return api(error)
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    body, status = page(error)
    headers = error.get_headers() if isinstance(error, HTTPException) else []
    kept = [(n, v) for n, v in headers if n.lower() not in ("content-type", "content-length")]
    return body, status, kept


def install(app: Flask) -> None:
    """Answer every exception with a page."""
    app.register_error_handler(Exception, answer)

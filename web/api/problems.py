"""Problems as RFC 9457 problem+json: what happened, in the reader's language, and nothing inside.

No trace, statement or path ever leaves: what nobody foresaw is logged and answered by its number.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from models.base import CANNOT_WRITE
from web.api.writing import encoded, localised
from web.errors import status_of
from workflow.errors import Unavailable, WorkflowError
from workflow.words import Words

Values = dict[str, Any]
log = logging.getLogger("shangxia.api")

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, Words] = {
    400: Words("请求无法读取", "The request cannot be read"),
    401: Words("请先证明身份", "Say who you are"),
    403: Words("您没有这个身份", "Not in your capacity"),
    404: Words("没有这个对象", "There is no such thing"),
    405: Words("不能这样请求", "Not by this method"),
    409: Words("现在不能办理", "Not possible now"),
    412: Words("内容已有改动", "It has changed"),
    413: Words("内容过大", "Too much was sent"),
    415: Words("只接受 JSON", "JSON only"),
    422: Words("提交的内容有误", "The input is wrong"),
    429: Words("请求过于频繁", "Too many requests"),
    500: Words("程序出错", "Something went wrong"),
    503: Words("暂时无法办理", "Not possible just now"),
}
# Codes of what HTTP itself says no to; the workflow's errors bring their own.
CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}
DETAILS: dict[int, Words] = {
    401: Words(
        "请带上有效的令牌（Authorization: Bearer …），或先登录。",
        "Send a valid token (Authorization: Bearer …), or sign in.",
    ),
    404: Words("没有这个地址或对象。", "There is no such address or thing."),
    405: Words("可用的方法见 Allow。", "See Allow for the methods there are."),
    413: Words("正文最多 1 MB。", "A body may have 1 MB at most."),
    415: Words("请以 application/json 提交。", "Send application/json."),
    500: Words(
        "此事已按请求号记录，未作任何改动。",
        "It was noted under the request's number; nothing was changed.",
    ),
    503: Words("县库暂时无法使用，请稍后再试。", "The county cannot be reached now; try later."),
}
STALE_FORM = Words(
    "用会话登录时，更改须带 X-CSRFToken。", "With a session cookie, changes need X-CSRFToken."
)
REFUSED = Words("请求未被接受。", "The request was refused.")


class NotSignedIn(HTTPException):
    """Nobody known asks: no session, no token, or a token that does not count."""

    code = 401

    def __init__(self, *, bad_token: bool) -> None:
        super().__init__()
        self.challenge = 'Bearer realm="shangxia"'
        if bad_token:
            self.challenge += ', error="invalid_token"'

    def get_headers(self, *_: Any) -> list[tuple[str, str]]:
        """How one may say who one is (RFC 6750)."""
        return [("WWW-Authenticate", self.challenge)]


def members(error: Exception) -> Values:
    """Status, code and whatever else the error knows: also one result of a batch."""
    status = status_of(error)
    if isinstance(error, CANNOT_WRITE):
        status = 503
    found: Values = {"status": status, "code": _code(error, status)}
    found["detail"] = _detail(error, status)
    if refusals := getattr(error, "refusals", None):
        found["refusals"] = [{"code": r.code, "text": r.text, "who": list(r.who)} for r in refusals]
    for name in ("fields", "current", "diff"):
        if value := getattr(error, name, None):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _code(error: Exception, status: int) -> str:
    if isinstance(error, WorkflowError):
        return error.code
    if isinstance(error, CSRFError):
        return "csrf"
    return CODES.get(status, "bad_request" if status < 500 else "internal")


def _detail(error: Exception, status: int) -> Words:
    words = getattr(error, "words", None)
    if isinstance(words, Words):
        return words
    if isinstance(error, CSRFError):
        return STALE_FORM
    return DETAILS.get(status, REFUSED)


def problem(error: Exception) -> Response:
    """The answer for any exception under /api/."""
    found = members(error)
    status = found["status"]
    if status >= 500 and not isinstance(error, Unavailable):
        log.error("request %s failed", g.get("request_id"), exc_info=error)
    title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    shown = {
        "type": f"urn:shangxia:problem:{found['code']}",
        "title": title,
        **found,
        "request_id": g.get("request_id", ""),
    }
    response = Response(
        encoded(localised(shown, g.get("language", "zh-CN"))), status, content_type=MEDIA_TYPE
    )
    if isinstance(error, HTTPException):
        for name, value in error.get_headers(request.environ):
            if name.lower() not in ("content-type", "content-length"):
                response.headers[name] = value
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response

"""A year of the tests' own as visitors meet it: opened by acts, then walked through its pages."""

from typing import Any

from tests.builders import World
from tests.web.visitor import Page, Visitor
from tests.workflow.own_year import prepared

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def act(visitor: Visitor, year: int, action: str, known_by: str = "", **answers: Any) -> Page:
    """One act on a year: opened, filled in where it asks for anything, checked and confirmed."""
    visitor.get(f"/years/{year}/acts/{action}")
    assert visitor.page.status == 200, visitor.page.text
    if answers:
        visitor.send(known_by or next(iter(answers)), **answers)
    return visitor.send("confirmed", press=("confirmed", "yes"))


def upload(visitor: Visitor, body: bytes, name: str = "scan.pdf", **answers: Any) -> Page:
    """The form of a letter sent with a file, as a browser sends it."""
    return visitor._shown(sent_with_file(visitor, *visitor.filled("unit", **answers), body, name))


def sent_with_file(
    visitor: Visitor, address: str, values: list[tuple[str, str]], body: bytes, name: str
) -> Any:
    """The answer to such a form; put together by hand, the client's own way leaves a file open."""
    parts = [f'"{field}"\r\n\r\n{value}'.encode() for field, value in values]
    parts.append(f'"file-upload"; filename="{name}"\r\n\r\n'.encode() + body)
    begin = b"\r\n--BOUNDARY\r\nContent-Disposition: form-data; name="
    return visitor.client.post(
        address,
        data=b"".join(begin + part for part in parts) + b"\r\n--BOUNDARY--\r\n",
        content_type="multipart/form-data; boundary=BOUNDARY",
        follow_redirects=True,
    )


def issued(w: World, targets: int = 1) -> int:
    """A year in force in which XQ has so many targets."""
    year = prepared(w)
    w.year_now = year
    for number in range(targets):
        w.approved(year=year, title=f"第{number}条公路")
    w.issue(year)
    return year

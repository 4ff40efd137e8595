"""People from a workbook, and the posts they take. Passwords never stand in a sheet: each person
sets one by a link that holds once, given out afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.spreadsheets.plans import Draft, Known, Names
from workflow.spreadsheets.tables import Column, Line, Table
from workflow.words import Words

PEOPLE = Table(
    "people",
    Words("人员", "People"),
    (
        Column(
            "username",
            Words("用户名", "User name"),
            "code",
            required=True,
            hint=Words("小写字母开头。", "Begins with a small letter."),
        ),
        Column("name", Words("姓名", "Name"), required=True),
        Column(
            "posts",
            Words("岗位", "Posts"),
            "codes",
            hint=Words("岗位代码，用、隔开。", "Post codes with commas between."),
        ),
        Column(
            "document",
            Words("任命文号", "Appointment document"),
            hint=Words("任职时必填。", "Required where there is a post."),
        ),
    ),
    ("username",),
)


def add_people(draft: Draft, lines: Iterable[Line], known: Known, posts: Names) -> None:
    """新增人员 and 任职 for every row: who is new, and which posts are."""
    for line in lines:
        username = line.get("username")
        person = known.people.get(username)
        raw = {"username": username, "name": line.get("name")}
        if person is None:
            draft.act(line, "add_person", raw)
        elif person.name != line.get("name"):
            draft.wrong(
                line,
                "name",
                f"用户名“{username}”已经在库，姓名是“{person.name}”；导入只增加，不更改。",
                f"“{username}” is there already as “{person.name}”; an import adds and never "
                "changes.",
            )
        held = person.posts if person else frozenset()
        appointed = _appoint(draft, line, held, posts)
        draft.same += person is not None and not appointed


def _appoint(draft: Draft, line: Line, held: frozenset[str], posts: Names) -> bool:
    """The posts that a person does not hold yet; whether there are any."""
    given = [posts.code(draft, line, "posts", one) for one in line.get("posts") or ()]
    new = [code for code in given if code and code not in held]
    if new and not line.get("document"):
        draft.wrong(
            line, "document", "任职须有任命文号。", "An appointment needs its document number."
        )
        return True
    for code in new:
        raw = {"username": line.get("username"), "post": code, "document": line.get("document")}
        draft.act(line, "appoint", raw, post="posts")
    return bool(new)

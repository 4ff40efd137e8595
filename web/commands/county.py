"""`shangxia county`: a command for every act on units, posts, people and the year's frame."""

from __future__ import annotations

from typing import Any

from web.commands.acting import creating, is_for_people
from web.commands.bilingual import Group
from web.commands.program import Program
from workflow.door import Done
from workflow.lifecycle import BY_KIND
from workflow.words import Words

# These take a hash, which people cannot type (`person` makes it), or happen on the way (`audit`).
ELSEWHERE = (
    *("set_password", "grant_token", "grant_link"),
    *("read_log", "export", "export_bundle"),
)

county = Group("county", help=Words("机构、岗位、人员与年度", "Units, posts, people and years"))


def _made(_: Program, __: dict[str, Any], done: Done) -> dict[str, Any]:
    return {"id": done.object_id, "entry": done.entry}


for _act in filter(is_for_people, BY_KIND["county"].values()):
    if _act.name not in ELSEWHERE:
        county.add_command(creating(_act, "county", _made))

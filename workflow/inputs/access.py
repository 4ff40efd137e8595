"""The inputs of acts on one-time links. Only hashes come this far: the token and the password stay
with whoever holds them."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.county import PersonNamed
from workflow.inputs.fields import Choice, Input, Number, Text
from workflow.words import Words

PURPOSES = {
    "first": Words("首次设口令", "first password"),
    "reset": Words("重设口令", "new password"),
}
# How many hours a link holds unless somebody says otherwise, and at most: 3 days, 14 days.
USUAL_HOURS = 72
MOST_HOURS = 336


def _link_hash() -> Text:
    return Text(
        "链接摘要",
        "Link hash",
        most=64,
        required=True,
        validate=ma.validate.Regexp(
            r"^[0-9a-f]{64}$", error=Words("应为 SHA-256 摘要。", "This must be a SHA-256 digest.")
        ),
    )


class GrantLink(PersonNamed):
    """A one-time link for a person, as the hash of its token; what it is for, how long it holds."""

    link_hash = _link_hash()
    purpose = Choice("用途", "Purpose", PURPOSES, required=True)
    hours = Number("小时", "Hours", low=1, high=MOST_HOURS, load_default=USUAL_HOURS)


class UseLink(Input):
    """A new password by a one-time link: the hash of its token and the hash of the password."""

    link_hash = _link_hash()
    password_hash = Text(
        "口令摘要",
        "Password hash",
        most=200,
        required=True,
        validate=ma.validate.Regexp(
            r"^\$argon2id\$", error=Words("应为 Argon2id 摘要。", "This must be an Argon2id hash.")
        ),
    )

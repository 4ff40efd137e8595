"""The input of signing a hand-over list."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import Code, Input, Text
from workflow.inputs.target import listed
from workflow.inputs.year import MOST_TARGETS, SeenTarget


class SignTakeover(Input):
    """The post and the digest of its list as it was shown; with the rows that were shown, a refusal
    names what moved."""

    post = Code("岗位", "Post", choices="posts", required=True)
    digest = Text("所见清单摘要", "Digest of the list shown", most=64, required=True)
    targets = listed(
        ma.fields.Nested(SeenTarget), "所见目标", "Targets shown", MOST_TARGETS, widget="seen"
    )

"""An act on a target as somebody opened it: what it would change, and where it leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from web.county import here
from web.pages import content
from web.pages.asking import Asked
from web.presentation import number, t, w
from workflow.door import Done
from workflow.hands.revision import LABELS, diff, material_of
from workflow.inputs.target import Content

Values = dict[str, Any]


@dataclass
class AskedOfTarget(Asked):
    """An act on a target, or one that makes a target."""

    target: Values | None = None
    fields: Values = field(default_factory=dict)

    def changes(self, data: Values) -> Values | None:
        """The fields of the candidate that these answers would change."""
        if self.target is None or not issubclass(self.act.input, Content):
            return None
        given = {n: v for n, v in data.items() if n in LABELS}
        old = {n: self.fields.get(n) for n in given}
        new = {**material_of(given, None), "scoring_rule": given.get("scoring_rule")}
        changes = diff(old, {n: new[n] for n in given})
        rows = content.differences(changes, here().organisation)
        rows += self._baseline(data)
        caption = t("修改前后", "Before and after")
        return {
            "caption": caption,
            "rows": rows,
            "before": t("现稿", "Present revision"),
            "after": t("修改后", "After"),
        }

    def _baseline(self, data: Values) -> list[Values]:
        old = self.values.get("baseline")
        if "baseline" not in data or data["baseline"] == old:
            return []
        title = w(self.act.input().fields["baseline"].metadata["label"])
        return [{"label": title, "before": number(old), "after": number(data["baseline"])}]

    def after(self, done: Done) -> str:
        """On to the target, also to one that was only just made."""
        return self.back if self.object_id else url_for("targets.show", target=done.object_id)

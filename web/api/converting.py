"""Our own field types as JSON Schema: apispec knows marshmallow's only."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from workflow.inputs.fields import Day, DecimalText, Text
from workflow.words import Words

TYPES: dict[type, tuple[str | None, str | None]] = {
    **OpenAPIConverter.field_mapping,
    DecimalText: ("string", None),
    Day: ("string", "date"),
}


class Converter(OpenAPIConverter):
    """Fields as JSON Schema of draft 2020-12, as OpenAPI 3.1 takes it."""

    field_mapping = TYPES

    def init_attribute_functions(self) -> None:
        """What follows is asked last, so that it has the last word."""
        super().init_attribute_functions()
        self.attribute_functions += [self.described, self.measured, self.exact, self.quiet]

    def described(self, field: ma.fields.Field[Any], **_: Any) -> dict[str, Any]:
        """Label and hint in both languages."""
        parts = [field.metadata.get("label"), field.metadata.get("hint")]
        words = [f"{p.zh} · {p.en}" for p in parts if isinstance(p, Words)]
        return {"description": "\n".join(words)} if words else {}

    def measured(self, field: ma.fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
        """The lengths of texts; what must be there may not be empty."""
        if not isinstance(field, Text) or "enum" in ret:
            return {}
        return {"maxLength": field.most, **({"minLength": 1} if field.required else {})}

    def exact(self, field: ma.fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
        """A decimal is text; a whole JSON number is exact too and is taken."""
        if not isinstance(field, DecimalText):
            return {}
        types = ["string", "integer", *(["null"] if field.allow_none else [])]
        low, high = field.low, field.high
        return {
            "type": types,
            "minimum": low if low is not None else -(10**15) + 1,
            "maximum": high if high is not None else 10**15 - 1,
        }

    def quiet(self, field: ma.fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
        """Nested objects without further words; a nullable choice may be null."""
        if field.allow_none and "enum" in ret and None not in ret["enum"]:
            return {"enum": [*ret["enum"], None]}
        return {}


class Plugin(MarshmallowPlugin):
    """apispec's plugin with our converter."""

    Converter = Converter

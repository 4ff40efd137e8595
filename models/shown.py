"""When the content of a signature had been shown to its signer: only where a page knew it."""

from __future__ import annotations

from typing import ClassVar

from peewee import ForeignKeyField, TextField

from models.base import Row
from models.plan import Signature


class SignatureShown(Row):
    """The moment at which the page opened on which this very content was shown before it was
    signed; a signature without one: not known. It decides nothing."""

    signature = ForeignKeyField(Signature, unique=True, on_delete="RESTRICT")
    at = TextField()

    append_only: ClassVar[bool] = True

"""Units in a tree, fronts, posts, and the people who hold the posts over time. Rows only."""

from __future__ import annotations

from typing import ClassVar

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, TextField

from models.base import Row, one_of, yes_or_no
from models.log import Text

CAPACITIES = (
    "drafter",
    "unit_head",
    "leader",
    "county_head",
    "office",
    "inspector",
    "assessor",
    "secretary",
    "auditor",
    "admin",
)


class County(Row):
    """The one county of this database. `organisation` counts changes of units, posts and people."""

    name_zh = TextField()
    name_en = TextField()
    organisation = BigIntegerField()
    demo = IntegerField()
    # Seconds a demo county's clock runs behind (negative) or ahead of the real one.
    clock_shift = BigIntegerField()
    created_at = TextField()

    class Meta:
        constraints = [yes_or_no("demo"), Check('"id" = 1')]


class Front(Row):
    """A front (战线): the group inside which units are ranked (S41)."""

    code = TextField(unique=True)
    name_zh = TextField()
    name_en = TextField()
    position = IntegerField()


class Unit(Row):
    """A township, bureau or other unit that answers for targets (S2)."""

    code = TextField(unique=True)
    name_zh = TextField()
    name_en = TextField()
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    kind = TextField()

    class Meta:
        constraints = [one_of("kind", ("township", "bureau", "office", "county"))]


class UnitFront(Row):
    """The front of a unit in one year: exactly one (S41)."""

    year = IntegerField()
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")
    front = ForeignKeyField(Front, on_delete="RESTRICT")

    class Meta:
        indexes = ((("year", "unit"), True),)


class Post(Row):
    """A post (岗位): targets name posts, never persons; posts outlive people (design.md 2.11)."""

    code = TextField(unique=True)
    name_zh = TextField()
    name_en = TextField()
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    capacity = TextField()

    class Meta:
        constraints = [one_of("capacity", CAPACITIES)]


class Portfolio(Row):
    """A unit in the charge of a leader's post (分管)."""

    post = ForeignKeyField(Post, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")

    class Meta:
        indexes = ((("post", "unit"), True),)


class Person(Row):
    """A person who may sign in. The name is personal data and stands among the texts."""

    username = TextField(unique=True)
    name = ForeignKeyField(Text, on_delete="RESTRICT")
    active = IntegerField()
    # Raised to end all of a person's sessions at once.
    session_version = IntegerField()
    password = TextField()

    secret: ClassVar[frozenset[str]] = frozenset({"password"})

    class Meta:
        constraints = [yes_or_no("active")]


class Holding(Row):
    """A person holds a post from one moment until another (open: NULL), by a document."""

    person = ForeignKeyField(Person, on_delete="RESTRICT")
    post = ForeignKeyField(Post, on_delete="RESTRICT")
    since = TextField()
    until = TextField(null=True)
    document = TextField()

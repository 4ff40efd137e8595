"""On which line each value of a TOML file stands; held to a writer that knows where it wrote."""

import json
import random
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.scheme_cases import SOUND
from workflow.scheme.lines import line_at, lines_of
from workflow.scheme.scheme import SHIPPED, shipped

KEYS = ["a", "b-1", "7", "x y", "键", 'q"t', "", "a.b", "[[t]]", "#", "tab\there", "3.5"]
BARE = {"a", "b-1", "7"}
TEXTS = [
    "",
    "x",
    "[",
    "]]",
    "# no comment",
    'say "x"',
    "it's",
    "= 1",
    "[[rule]]",
    "目标",
    "\\",
    "\t",
]


class Writer:
    """Writes TOML in every style it can, and remembers the line of each thing."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.text = ""
        self.lines: dict[tuple, int] = {}

    @property
    def now(self) -> int:
        return self.text.count("\n") + 1

    def mark(self, path: tuple) -> None:
        self.lines.setdefault(path, self.now)

    def filler(self) -> str:
        return self.chance.choice(["", "\n", "# [x] = {\n", "  # ]\n\n", '# """\n'])

    def key(self, name: str) -> str:
        if name in BARE and self.chance.random() < 0.7:
            return name
        if "'" not in name and self.chance.random() < 0.3:
            return f"'{name}'"
        # JSON's escapes are TOML's too; the tab must be one.
        return json.dumps(name, ensure_ascii=self.chance.random() < 0.5)

    def value(self, path: tuple, depth: int) -> None:
        kind = self.chance.choice(["scalar", "scalar", "array", "inline"] if depth else ["scalar"])
        if kind == "scalar":
            self.text += self.scalar()
        elif kind == "array":
            self.array(path, depth - 1)
        else:
            self.inline(path, depth - 1)

    def scalar(self) -> str:
        text = self.chance.choice(TEXTS)
        styles = [
            "1",
            "-0.5",
            "true",
            "2013-10-01",
            "07:30:00",
            "2013-10-01 07:30:00",
            "inf",
            "0x1F",
        ]
        styles += [
            json.dumps(text),
            f'"""\n{json.dumps(text)[1:-1]}\n\n]"""',
            '""""x"""""',
            "''''y'''''",
        ]
        if "'" not in text:
            styles += [f"'{text}'", f"'''a\n{text}\nb'''"]
        return self.chance.choice(styles)

    def array(self, path: tuple, depth: int) -> None:
        self.text += "["
        count = self.chance.randrange(4)
        for position in range(count):
            self.text += self.filler()
            self.mark((*path, position))
            self.value((*path, position), depth)
            self.text += self.filler()
            self.text += "," if position < count - 1 or self.chance.random() < 0.5 else ""
        self.text += f"{self.filler()}]"

    def inline(self, path: tuple, depth: int) -> None:
        self.text += "{ "
        for position, name in enumerate(self.names()):
            self.text += ", " if position else ""
            self.pair((*path, name), [self.key(name)], depth)
        self.text += " }"

    def names(self) -> list[str]:
        return self.chance.sample(KEYS, self.chance.randrange(4))

    def pair(self, path: tuple, keys: list[str], depth: int) -> None:
        self.mark(path)
        if self.chance.random() < 0.2:
            name = self.chance.choice(KEYS)
            path, keys = (*path, name), [*keys, self.key(name)]
            self.mark(path)
        self.text += self.chance.choice([".", " . "]).join(keys) + " = "
        self.value(path, depth)

    def pairs(self, base: tuple, names: list[str]) -> None:
        for name in names:
            self.text += self.filler()
            self.pair((*base, name), [self.key(name)], 3)
            self.text += self.chance.choice(["\n", "  # end ]\n"])

    def table(self, path: tuple, keys: list[str], depth: int) -> None:
        """What stands below a header, and further tables inside it."""
        names = self.chance.sample(KEYS, self.chance.randrange(6))
        cut = self.chance.randrange(len(names) + 1)
        self.pairs(path, names[:cut])
        for name in names[cut:] if depth else []:
            self.text += self.filler()
            inner, written = (*path, name), [*keys, self.key(name)]
            if self.chance.random() < 0.5:
                self.head(inner, f"[{'.'.join(written)}]")
                self.table(inner, written, depth - 1)
                continue
            for position in range(self.chance.randrange(1, 4)):
                self.head((*inner, position), f"[[{' . '.join(written)}]]")
                self.table((*inner, position), written, depth - 1)

    def head(self, path: tuple, header: str) -> None:
        for length in range(1, len(path) + 1):
            self.mark(path[:length])
        self.text += header + self.chance.choice(["\n", " # [[x]]\n"])


@given(st.randoms(use_true_random=False))
def test_every_value_is_found_on_the_line_where_it_was_written(chance):
    writer = Writer(chance)
    writer.table((), [], 2)
    tomllib.loads(writer.text)
    assert lines_of(writer.text) == writer.lines
    assert lines_of(writer.text.replace("\n", "\r\n")) == writer.lines


def paths(value, base=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, some in inner:
        yield (*base, step)
        if isinstance(some, dict | list):
            yield from paths(some, (*base, step))


@pytest.mark.parametrize("text", [SOUND, *map(shipped, SHIPPED)], ids=["sound", *SHIPPED])
def test_everything_in_a_scheme_is_found_and_nothing_else(text):
    assert lines_of(text).keys() == set(paths(tomllib.loads(text)))


def test_tables_keys_and_entries_have_their_lines():
    text = (
        'code = "x" # rule.1\n'
        "change_window.from = '07-01'\n"
        "\n"
        "[[rule]] # the first\n"
        'steps = [ # { at_least = "9" },\n'
        '  { at_least = "1", share = "1" },\n'
        '  { at_least = """0.8""", share = "x[1]" }, { share = "1" },\n'
        "]\n"
        "[[rule]]\n"
        "[rule.rounding]\n"
        "places = 2\n"
    )
    lines = lines_of(text)
    assert lines[("code",)] == 1
    assert lines[("change_window", "from")] == 2
    assert lines[("rule", 0, "steps")] == 5
    assert [lines[("rule", 0, "steps", n)] for n in range(3)] == [6, 7, 7]
    assert lines[("rule", 0, "steps", 1, "share")] == 7
    assert lines[("rule", 1)] == 9
    assert lines[("rule", 1, "rounding", "places")] == 11


def test_what_is_missing_has_the_line_of_what_holds_it():
    lines = lines_of("a = 1\n[[b]]\n[[b]]\nc = [1,\n2]\n")
    assert line_at(lines, ("b", 1, "missing", "deeper")) == 3
    assert line_at(lines, ("b", 1, "c", 1)) == 5
    assert line_at(lines, ("z",)) is None
    assert line_at(lines, ()) is None


def test_deep_nesting_is_no_crash():
    depth = 200
    lines = lines_of("a = " + "[" * depth + "]" * depth)
    assert lines[("a", *(0,) * (depth - 1))] == 1

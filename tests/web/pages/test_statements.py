"""What a page asks the database does not grow with what it shows (performance.md)."""

import pytest

from tests.counting import counted


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("office", "/targets"),
        ("xq.head", "/targets"),
        ("office", "/inbox"),
        ("xq.drafter", "/inbox?tab=mine"),
        ("auditor", "/audit"),
        ("office", "/years"),
        ("office", "/years/{year}"),
        ("leader1", "/years/{year}"),
    ],
)
def test_a_page_asks_as_much_for_few_rows_as_for_many(world, visit, who, path):
    visitor, asked = visit(who), []
    year = world.drafting_year()
    for _ in range(2):
        for _ in range(3):
            world.submitted()
            world.common("XQ", "SM")
        address = path.format(year=year)
        visitor.get(address)
        with counted(world.database) as statements:
            assert visitor.get(address).status == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_signing_an_item_for_all_reads_as_much_for_two_units_as_for_four(world):
    """The leader's one hand: the cases of all its targets are laid out at once."""
    asked = []
    # The first one reads what is then kept: the scheme's text, the organisation.
    for units in (("XQ",), ("XQ", "SM"), ("XQ", "SM", "ZS", "JT")):
        item, _ = world.common(*units)
        with counted(world.database) as statements:
            world.item("leader1", "sign_item", item)
        asked.append(sum(sql.lstrip().startswith("SELECT") for sql, _ in statements))
    assert asked[1] == asked[2]

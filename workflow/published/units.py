"""A county's units by the names under which published tables know them."""

from __future__ import annotations

from collections import defaultdict

from workflow.organisation import Organisation


def unit_names(organisation: Organisation) -> dict[str, str]:
    """The county's units by code and by name in either language, where only one bears it."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for unit in organisation.units.values():
        for name in (unit.name.zh, unit.name.en):
            named[name].add(unit.code)
    only = {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
    return only | {code: code for code in organisation.units}

"""What can be imported: each kind with its sheets and whose it is, and the plan it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.act import Act
from workflow.lifecycle import act_named
from workflow.spreadsheets.people import PEOPLE, add_people
from workflow.spreadsheets.plans import (
    Draft,
    Known,
    Plan,
    posts_known,
    read_sheet,
    sheets_of,
)
from workflow.spreadsheets.posts import POSTS, Posts
from workflow.spreadsheets.published import PUBLISHED, record_published
from workflow.spreadsheets.reading import Book, Sheet
from workflow.spreadsheets.results import RESULTS, record
from workflow.spreadsheets.tables import Fault, Table, read_table
from workflow.spreadsheets.targets import MILESTONES, TARGETS, Targets
from workflow.spreadsheets.units import FRONTS, PLACES, UNITS, Units, add_fronts, place
from workflow.terms import Capacity
from workflow.words import Words


@dataclass(frozen=True)
class Kind:
    """One kind of import. `tables` begins with the one that a sheet alone is taken for."""

    name: str
    label: Words
    about: Words
    tables: tuple[Table, ...]
    # An act that whoever imports must be able to do.
    act: str
    # Sheets of the same workbook that other kinds read.
    beside: tuple[Table, ...] = ()
    needs_year: bool = False

    @property
    def row(self) -> Act:
        """The act that it mostly comes to, in the lifecycle table."""
        found = act_named("target" if self.act == "assign" else "county", self.act)
        assert found is not None
        return found

    @property
    def capacities(self) -> tuple[Capacity, ...]:
        """Whose it is."""
        return self.row.capacities


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "units",
            Words("机构设置", "Organisation"),
            Words(
                "战线、单位、岗位和人员：一个工作簿建好全县机构；四个工作表可以只有其中几个。",
                "Fronts, units, posts and people: one workbook sets up the county; each of its "
                "four sheets may be left out.",
            ),
            (UNITS, FRONTS, POSTS, PEOPLE),
            "add_unit",
        ),
        Kind(
            "people",
            Words("人员", "People"),
            Words("人员及其任职。", "People and the posts they take."),
            (PEOPLE,),
            "add_person",
            beside=(FRONTS, UNITS, POSTS),
        ),
        Kind(
            "fronts",
            Words("年度战线", "Fronts of a year"),
            Words(
                "按“单位”表的“战线”列，划定各单位在一个年度的战线。",
                "Places each unit in its front for one year, by the column Front of the sheet "
                "Units.",
            ),
            (PLACES,),
            "place_unit",
            beside=(FRONTS, POSTS, PEOPLE),
            needs_year=True,
        ),
        Kind(
            "results",
            Words("上年完成", "Last year's results"),
            Words(
                "上年目标值与完成值（预计或最终）；合计行会核对。",
                "Last year's targets and results, estimated or final; rows of sums are checked.",
            ),
            (RESULTS,),
            "record_past_result",
        ),
        Kind(
            "published",
            Words("公布的考核结果", "Published results"),
            Words(
                "往年公布的总分、位次、等次：总分照原样登记为上年完成，重算不符的按行列出。",
                "Totals, ranks and grades of an earlier year: totals are kept as printed, and what "
                "does not recompute is told by row.",
            ),
            (PUBLISHED,),
            "record_past_result",
        ),
        Kind(
            "targets",
            Words("目标", "Targets"),
            Words(
                "目标各项内容，每行一个；时间节点另表。",
                "The contents of targets, one a row; milestones on a sheet of their own.",
            ),
            (TARGETS, MILESTONES),
            "assign",
            needs_year=True,
        ),
    )
}


def plan(kind: str, book: Book, known: Known, *, year: int | None = None, act: str = "") -> Plan:
    """What a workbook would do in this county, or all that is wrong with it. Changes nothing.

    `year` for the kinds that need one; `act` is create or assign for targets.
    """
    draft = Draft()
    if kind == "published":
        record_published(draft, book, known)
        return draft.plan([sheet.name for sheet in book.sheets])
    what = KINDS[kind]
    sheets, faults = sheets_of(book, what.tables, [table.label for table in what.beside])
    draft.faults += faults
    if what.needs_year and year not in known.years:
        draft.faults.append(Fault("", "", Words("没有这个年度。", "There is no such year.")))
    else:
        _plan(draft, kind, sheets, known, year or 0, act or "assign")
    return draft.plan([sheet.name for sheet in book.sheets])


def _plan(
    draft: Draft, kind: str, sheets: Mapping[str, Sheet], known: Known, year: int, act: str
) -> None:
    if kind == "units":
        _organisation(draft, sheets, known)
    elif kind == "people":
        add_people(draft, read_sheet(draft, sheets, PEOPLE), known, posts_known(known))
    elif kind == "fronts":
        place(draft, read_sheet(draft, sheets, PLACES), known, year)
    elif kind == "results" and RESULTS.name in sheets:
        record(draft, read_table(RESULTS, sheets[RESULTS.name]), known)
    elif kind == "targets":
        rows = read_sheet(draft, sheets, TARGETS)
        Targets(draft, known, year, act).add(rows, read_sheet(draft, sheets, MILESTONES))


def _organisation(draft: Draft, sheets: Mapping[str, Sheet], known: Known) -> None:
    """Fronts, units, posts, people, in the order in which each may name the ones before."""
    add_fronts(draft, read_sheet(draft, sheets, FRONTS), known)
    units = Units(draft, read_sheet(draft, sheets, UNITS), known)
    units.add()
    posts = Posts(draft, read_sheet(draft, sheets, POSTS), units)
    posts.add()
    add_people(draft, read_sheet(draft, sheets, PEOPLE), known, posts.names)

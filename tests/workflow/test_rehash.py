"""A log hashed anew from its bodies gives the root that is stored, and names what is bent."""

import pytest

from models import statements
from tests.storage import opened
from tests.workflow.bending import run, unguarded
from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import SigningKey, signed
from workflow.audit.rehash import STEP, Hashers, rehashed, stated
from workflow.audit.tree import Frontier, leaf_hash

# Two whole ranges and a part of a third.
SIZE = 2 * STEP + 300
BODIES = [f'{{"index":{n},"名":"上下"}}'.encode() for n in range(SIZE)]
SIZES = (1, 2, 299, STEP - 1, STEP, STEP + 1, 2 * STEP, 2 * STEP + 7, SIZE)


def frontiers():
    found = [Frontier.empty()]
    for body in BODIES:
        found.append(found[-1].append(leaf_hash(body)))
    return found


FRONTIERS = frontiers()
LOG = SigningKey.new("shangxia/0123456789abcdef/1")
NOTES = [signed(Checkpoint(LOG.name, n, FRONTIERS[n].root()).text, LOG) for n in range(1, 12)]


def fill(database):
    """Five hundred rows a statement: each is a round trip."""
    names = ("id", "at", "act", "object_kind", "object_id", "person_id", "outcome", "body", "leaf")
    one_row, rest = statements.insert_sql("entry", names).split("VALUES")
    with database.atomic():
        for start in range(0, SIZE, 500):
            some = list(enumerate(BODIES[start : start + 500], start))
            told = [
                value
                for n, body in some
                for value in (n, "", "", "", 0, None, "done", body.decode(), leaf_hash(body).hex())
            ]
            sql = f"{one_row}VALUES {', '.join([rest] * len(some))}"
            statements.run(database, sql, told)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def log_url(request):
    """A log of bodies that nobody would write, in a real database."""
    storage = request.getfixturevalue(f"{request.param}_storage")
    url = storage.new()
    with opened(url) as database:
        fill(database)
    yield url
    storage.drop(url)


@pytest.fixture(scope="module")
def log(log_url):
    with opened(log_url) as database:
        yield database


def test_the_root_is_that_of_the_bodies_at_every_size_asked_for(log, log_url):
    found = rehashed(log, SIZE, SIZES)
    assert found.frontier == FRONTIERS[SIZE]
    assert found.roots == {size: FRONTIERS[size].root() for size in SIZES}
    assert found.wrong is None
    # What was added later is not looked at.
    for size in (0, 1, STEP, STEP + 3):
        assert rehashed(log, size).frontier == FRONTIERS[size]
    with Hashers(log_url, 2) as two:
        assert two.rehashed(SIZE, SIZES) == found


BENT = [
    (0, "UPDATE entry SET body = body || ' ' WHERE id = ?"),
    (STEP + 5, "UPDATE entry SET body = 'x' WHERE id = ?"),
    (STEP - 1, "UPDATE entry SET leaf = upper(leaf) WHERE id = ?"),
    (7, "UPDATE entry SET leaf = substr(leaf, 2) WHERE id = ?"),
    (STEP, "DELETE FROM entry WHERE id = ?"),
    (SIZE - 1, "DELETE FROM entry WHERE id = ?"),
    (SIZE - 300, "DELETE FROM entry WHERE id >= ?"),
    (9, "UPDATE entry SET id = id + 1000000 WHERE id = ?"),
]


@pytest.mark.parametrize(("index", "sql"), BENT)
def test_the_first_entry_that_is_not_what_it_was_is_named(log, index, sql):
    with unguarded(log):
        run(log, sql, index)
        assert rehashed(log, SIZE).wrong == index
    assert rehashed(log, SIZE).wrong is None


def test_a_leaf_hash_cut_in_two_between_neighbours_is_named(log):
    both = "".join(leaf_hash(body).hex() for body in BODIES[:2])
    with unguarded(log):
        for index, leaf in ((0, both[:63]), (1, both[63:])):
            run(log, "UPDATE entry SET leaf = ? WHERE id = ?", leaf, index)
        assert rehashed(log, SIZE).wrong == 0


def test_bodies_changed_together_with_their_leaves_give_another_root(log):
    bent = leaf_hash(b"x").hex()
    with unguarded(log):
        run(log, "UPDATE entry SET body = 'x', leaf = ? WHERE id = ?", bent, STEP + 5)
        found = rehashed(log, SIZE, SIZES)
    assert found.wrong is None
    assert found.frontier != FRONTIERS[SIZE]
    same = {size for size in SIZES if found.roots[size] == FRONTIERS[size].root()}
    assert same == {size for size in SIZES if size <= STEP + 5}


def test_progress_is_told_and_ends_at_the_whole(log):
    told = []
    rehashed(log, SIZE, progress=lambda done, total: told.append((done, total)))
    assert told == [(STEP, SIZE), (2 * STEP, SIZE), (SIZE, SIZE)]


def test_a_note_that_its_log_did_not_sign_states_nothing(log_url):
    other = SigningKey.new(LOG.name)
    bent = [*NOTES[:8], signed(Checkpoint(LOG.name, 9, bytes(32)).text, other), *NOTES[9:]]
    bent[10] = bent[10].replace("\n11\n", "\n12\n")
    roots = [Checkpoint(LOG.name, n, FRONTIERS[n].root()) for n in range(1, 12)]
    assert stated(NOTES, [LOG.verifier]) == roots
    wrong = [*roots[:8], None, roots[9], None]
    assert stated(bent, [LOG.verifier]) == wrong
    with Hashers(log_url, 2) as two:
        assert two.stated(NOTES, [LOG.verifier]) == roots
        assert two.stated([], [LOG.verifier]) == []
        assert two.stated(bent, [LOG.verifier]) == wrong

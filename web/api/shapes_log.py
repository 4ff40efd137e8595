"""The shapes of what proves the log."""

from __future__ import annotations

from web.api.shaping import DIGEST, Shape, many, maybe, shaped, string, whole


class CheckpointShape(Shape):
    """Size and root of the log's tree (RFC 6962), and the signed note that states them."""

    size = whole()
    root = shaped(DIGEST)
    origin = maybe()
    vkey = maybe()
    note = maybe()


class InclusionShape(Shape):
    """That an entry is in the log: its leaf hash, and the hashes that lead to the root."""

    index = whole()
    size = whole()
    leaf = shaped(DIGEST)
    root = shaped(DIGEST)
    proof = many(shaped(DIGEST))
    note = maybe()
    tlog_proof = maybe()


class ConsistencyShape(Shape):
    """That a shorter log is the beginning of a longer one."""

    old = whole()
    new = whole()
    old_root = shaped(DIGEST)
    new_root = shaped(DIGEST)
    proof = many(shaped(DIGEST))
    file = string()

"""Checkpoints and proofs of the log, for whoever trusts neither server nor database."""

from __future__ import annotations

import contextlib
from typing import Any

from web.api import queries, shapes_log
from web.api.operations import NUMBER, operation
from web.county import here
from workflow.audit import opening, proofs
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.entry import root_of
from workflow.audit.proof_file import ProofFile
from workflow.audit.sealing import WillNotSign
from workflow.queries import checkpoints
from workflow.words import Words

Values = dict[str, Any]


@operation(
    "GET",
    "/audit/checkpoint",
    "日志的大小、树根与签名",
    "Size and root of the log, signed",
    about=Words(
        "RFC 6962 树根（SHA-256，十六进制）；note 是 C2SP 签名检查点，含见证签名；未签为 null。",
        "The RFC 6962 root, SHA-256, in hex; `note` is the signed checkpoint (C2SP signed note) "
        "with the lines of its witnesses, null where the log is not signed.",
    ),
    gives=shapes_log.CheckpointShape,
)
def show_checkpoint() -> Values:
    """What a stranger keeps to see later that nothing was rewritten."""
    signed = newest()
    if signed is None:
        size, root = root_of(here().database)
        return {"size": size, "root": root, "origin": None, "vkey": None, "note": None}
    keys = {key["origin"]: key["vkey"] for key in checkpoints.keys(here().database)}
    return {
        "size": signed["size"],
        "root": signed["root"],
        "origin": signed["origin"],
        "vkey": keys[signed["origin"]],
        "note": checkpoints.note_of(here().database, signed),
    }


def newest() -> Values | None:
    """The newest checkpoint; signed now, where this program signs and acts have been added."""
    county = here()
    if county.folder is not None:
        with contextlib.suppress(WillNotSign):
            return opening.seal(county.door, county.folder)
    return checkpoints.latest(county.database)


@operation(
    "GET",
    f"/audit/proof/{NUMBER}",
    "一条记录在日志中的证明",
    "The proof that an entry is in the log",
    about=Words(
        "RFC 6962 包含证明：从叶哈希逐层到树根。",
        "The RFC 6962 inclusion proof, from the leaf hash upwards; `tlog_proof` is the same with "
        "the signed checkpoint, as a C2SP proof file.",
    ),
    gives=shapes_log.InclusionShape,
    query=queries.ProofQuery,
    refuses=(404, 422),
)
def show_proof(number: int, query: Values) -> Values:
    """In the newest checkpoint's tree, so that it can be checked against a signature."""
    signed = newest()
    size = query.get("size") or (signed["size"] if signed else None)
    proof = proofs.inclusion(here().database, number, size)
    note = None
    if signed is not None:
        stated = checkpoints.stored(here().database, signed["origin"], proof.size)
        note = checkpoints.note_of(here().database, stated) if stated else None
    return {
        "index": proof.index,
        "size": proof.size,
        "leaf": proof.leaf.hex(),
        "root": proof.root.hex(),
        "proof": [each.hex() for each in proof.hashes],
        "note": note,
        "tlog_proof": ProofFile(proof.index, proof.hashes, note).text if note else None,
    }


@operation(
    "GET",
    "/audit/consistency",
    "较长日志延续较短日志的证明",
    "The proof that the log only grew",
    about=Words(
        "RFC 6962 一致性证明：old 条的日志是 new 条日志的开头；file 供见证人使用。",
        "The RFC 6962 consistency proof: the log of `old` entries is the beginning of that of "
        "`new` entries; `file` is the same as a witness takes it.",
    ),
    gives=shapes_log.ConsistencyShape,
    query=queries.ConsistencyQuery,
    refuses=(422,),
)
def show_consistency(query: Values) -> Values:
    """From what somebody holds to what is there now."""
    signed = newest()
    new = query.get("new") or (signed["size"] if signed else None)
    proof = proofs.consistency(here().database, query["old"], new)
    return {
        "old": proof.old,
        "new": proof.new,
        "old_root": proof.old_root.hex(),
        "new_root": proof.new_root.hex(),
        "proof": [each.hex() for each in proof.hashes],
        "file": ConsistencyFile(proof.old, proof.new, proof.hashes).text,
    }

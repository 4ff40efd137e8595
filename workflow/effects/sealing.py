"""What acts on the log's keys, origins and witnesses write (design.md section 4)."""

from __future__ import annotations

from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import COSIGNATURE, ED25519, BadNote, SignatureLine, Verifier, parts
from workflow.case import Case
from workflow.effects.looking_up import refused


def set_log_key(case: Case) -> None:
    """The log's first key, or the one that takes over from it (轮换): the origin stays.

    A key that takes over is vouched for by the one before it: both sign the checkpoint that first
    covers this entry (audit/sealing.py).
    """
    keys = case.known("log_keys")
    kind = "rotated" if keys else "first"
    origin = keys[-1]["origin"] if keys else case.known("log_origin")(1)
    _put_key(case, origin, kind)


def reopen_log(case: Case) -> None:
    """A new origin (重启日志): signing goes on from here, and for ever shows that it was cut."""
    origins = {key["origin"] for key in case.known("log_keys")}
    _put_key(case, case.known("log_origin")(len(origins) + 1), "reopened")


def _put_key(case: Case, origin: str, kind: str) -> None:
    verifier = _verifier(case.data["vkey"], ED25519)
    if verifier.name != origin:
        raise refused("vkey", f"密钥名称应为 {origin}。", f"The name of the key must be {origin}.")
    if any(key["vkey"] == verifier.text for key in case.known("log_keys")):
        raise refused("vkey", "此密钥用过，不再启用。", "This key was used before.")
    case.subject_new = case.stage.insert(
        "log_key",
        origin=origin,
        vkey=verifier.text,
        kind=kind,
        at=case.at,
        person_id=case.person,
    )


def _verifier(text: str, kind: int) -> Verifier:
    try:
        verifier = Verifier.of(text)
    except BadNote as error:
        raise refused("vkey", "不是有效的验证密钥。", "This is not a verifier key.") from error
    if verifier.kind != kind:
        raise refused("vkey", "密钥种类不符。", "It is a key of another kind.")
    return verifier


def add_witness(case: Case) -> None:
    """登记见证人: from now on its cosignatures are taken."""
    verifier = _verifier(case.data["vkey"], COSIGNATURE)
    for row in case.known("witnesses"):
        if row["name"] == verifier.name or row["vkey"] == verifier.text:
            raise refused("vkey", "该见证人已登记过。", "This witness was registered before.")
    case.subject_new = case.stage.insert(
        "witness", name=verifier.name, vkey=verifier.text, active=1, version=1
    )


def remove_witness(case: Case) -> None:
    """停用见证人: what it cosigned stays."""
    named = [w for w in case.known("witnesses") if w["name"] == case.data["witness"]]
    if not named or not named[0]["active"]:
        raise refused("witness", "没有这个见证人。", "There is no such witness.")
    case.subject, case.about = named[0], "witness"
    case.stage.update("witness", named[0], active=0, version=named[0]["version"] + 1)


def keep_cosignature(case: Case) -> None:
    """存入见证签名: each line of a registered witness that signed a checkpoint of this log well."""
    text, lines, stated = _checkpoint_of(case)
    known = {Verifier.of(w["vkey"]): w["id"] for w in case.known("witnesses") if w["active"]}
    kept = case.known("cosigned_by")(stated.origin, stated.size)
    for verifier, witness in known.items():
        for line in lines:
            if witness in kept or not _is_of(line, verifier):
                continue
            if not verifier.accepts(text, line.signature):
                raise refused("note", "见证签名无效。", "A witness's signature is bad.")
            kept.add(witness)
            new = case.stage.insert(
                "cosignature",
                origin=stated.origin,
                size=stated.size,
                witness_id=witness,
                line=line.text,
                at=case.at,
            )
            case.subject_new = case.subject_new or new
    if case.subject_new is None:
        raise refused(
            "note",
            "其中没有登记在册的见证人的新签名。",
            "No new signature of a registered witness is on it.",
        )


def _is_of(line: SignatureLine, verifier: Verifier) -> bool:
    return (line.name, line.key_id) == (verifier.name, verifier.key_id)


def _checkpoint_of(case: Case) -> tuple[str, tuple[SignatureLine, ...], Checkpoint]:
    """Text and lines of the note that was given, and what our own checkpoint of it states."""
    # A form sends other line ends than a note has.
    given = case.data["note"].replace("\r\n", "\n").rstrip("\n") + "\n"
    try:
        text, lines = parts(given)
        stated = Checkpoint.of(text)
    except BadNote as error:
        raise refused("note", "不是检查点。", "This is not a checkpoint.") from error
    stored = case.known("checkpoint_of")(stated.origin, stated.size)
    if stored is None or parts(stored["note"])[0] != text:
        raise refused("note", "本县日志没有这个检查点。", "This log never signed that checkpoint.")
    return text, lines, stated

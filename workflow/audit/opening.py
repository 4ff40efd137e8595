"""What a person or a start of the program decides about signing: first key, rotation, new origin.

Each is an act that the log holds, and a file beside the database; the act comes first, and signing
(sealing.py) brings the files after it, also where the program died in between.
"""

from __future__ import annotations

from typing import Any

from workflow.audit.keys import KeyFolder, KeyUnusable
from workflow.audit.sealing import Sealer, WillNotSign, unusable
from workflow.case import Actor
from workflow.door import Door
from workflow.queries import checkpoints

Values = dict[str, Any]
SERVICE = Actor(None, "service", "service")


def sealer(door: Door, folder: KeyFolder) -> Sealer:
    """The signer of a county's log."""
    return Sealer(door.database, door.clock, folder)


def seal(door: Door, folder: KeyFolder, *, thorough: bool = False) -> Values | None:
    """Sign what there is to sign, and keep the door shut as long as that cannot be.

    Makes the log's first key where it never had one. Raises WillNotSign.
    """
    # What this finds is what the first act would look for.
    door.before_first = None
    try:
        begin(door, folder)
        found = sealer(door, folder).seal(thorough=thorough)
    except WillNotSign as error:
        door.closed = error.words
        raise
    door.closed = None
    return found


def go_on(door: Door, folder: KeyFolder) -> None:
    """Sign, where the key is here; elsewhere the service that has it does. Raises WillNotSign."""
    try:
        sealer(door, folder).seal()
    except WillNotSign as error:
        if error.code not in ("key_missing", "key_unusable"):
            door.closed = error.words
            raise


def begin(door: Door, folder: KeyFolder) -> None:
    """The first key of a log that has entries and was never signed. Raises WillNotSign."""
    if checkpoints.keys(door.database):
        return
    origin = checkpoints.origin(door.database, 1)
    if origin is None:
        return
    try:
        with folder.alone():
            _first_key(door, folder, origin)
    except KeyUnusable as error:
        raise unusable(error) from error


def _first_key(door: Door, folder: KeyFolder, origin: str) -> None:
    if folder.sealed() is not None or checkpoints.keys(door.database):
        return  # The sealer says what is wrong with the one; another process did the other.
    key = folder.key() or folder.make(origin)
    if key.name != origin:
        raise WillNotSign(
            "other_log",
            f"此处的密钥属于另一份日志（{key.name}）。",
            f"The key here is of another log ({key.name}).",
        )
    door.perform("set_log_key", "county", None, SERVICE, {"vkey": key.verifier.text})


def rotate(door: Door, folder: KeyFolder, actor: Actor) -> Values | None:
    """密钥轮换: a new key takes over; the old one signs once more beside it. Raises WillNotSign."""
    seal(door, folder)
    key = folder.prepare(checkpoints.keys(door.database)[-1]["origin"])
    door.perform("set_log_key", "county", None, actor, {"vkey": key.verifier.text})
    return seal(door, folder)


def reopen(
    door: Door, folder: KeyFolder, actor: Actor, text: str, document: str | None
) -> Values | None:
    """另立源头: signing begins anew under a new name, and the log says who decided so and why.

    Raises WillNotSign where even that cannot be done, the errors of the door, KeyUnusable.
    """
    number = len({key["origin"] for key in checkpoints.keys(door.database)}) + 1
    key = folder.prepare(checkpoints.origin(door.database, number) or "shangxia")
    given = {"vkey": key.verifier.text, "text": text, "document": document}
    door.perform("reopen_log", "county", None, actor, given)
    return seal(door, folder)

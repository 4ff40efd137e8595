"""Erasing by law (依法删除): the one act that takes words away, and leaves their digest.

One person does it. The decision is another's by nature: an authority orders it by a document whose
number stands in the log for good, and no state, hand, score or digest depends on the words, so that
nothing can be gained by it but silence, which every page then shows. A second administrator would
only repeat what the first one reads from the same document, and a small county has but one; what
a slip of the hand could do is kept off by the digest of what was shown. Nobody without a name may:
whoever merely runs the program on its machine is no person the log could hold to it.
"""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import erasing
from workflow.inputs.erasing import Erase
from workflow.rules.erasing import ERASING as RULES
from workflow.terms import Capacity as C
from workflow.words import Words

ERASING: tuple[Act, ...] = (
    Act(
        "erase",
        "county",
        Words("依法删除", "Erase by law"),
        (Move(("=",), KEEP),),
        (C.ADMIN,),
        RULES,
        Erase,
        erasing.erase,
        stands=False,
    ),
)

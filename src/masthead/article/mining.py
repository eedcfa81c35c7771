"""What programs may do with a text beyond listing it, from the outlet's choice and the licence in force: pure rules.

The three uses are those of Really Simple Licensing 1.0 (section 3.4.1.1), which are also robots.txt's Content Signals.
"""

from __future__ import annotations

from dataclasses import dataclass

from masthead.article.licences import Licence

LICENCE, TRAINING, ANSWERS, SEARCH = "licence", "training", "answers", "search"
CHOICES = [
    (LICENCE, "what their licence allows"),
    (TRAINING, "search, answers and training"),
    (ANSWERS, "search and answers that name us, not for training"),
    (SEARCH, "search only, nothing else"),
]


@dataclass(frozen=True, slots=True)
class Uses:
    """``answers``: as a source of generated answers; ``training``: of models, and other mining of text and data.

    Search engines may always list it.
    """

    answers: bool
    training: bool

    @property
    def reserved(self) -> bool:
        """Are the rights of Article 4(3) of Directive (EU) 2019/790 reserved?"""
        return not self.training


def uses(choice: str, licence: Licence, *, own: bool = True) -> Uses:
    """What is allowed for a text. An outlet decides of its own work; of a reprint its licence does.

    A licence allows it where anybody may reuse the text, changed and for money.
    """
    if own and choice != LICENCE:
        return Uses(answers=choice in (ANSWERS, TRAINING), training=choice == TRAINING)
    open_to_all = licence.free and licence.derivatives and not licence.non_commercial
    return Uses(answers=open_to_all, training=open_to_all)

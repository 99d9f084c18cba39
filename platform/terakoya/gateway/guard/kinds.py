"""The kinds of confidential input, what is done about each, and a finding of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from terakoya.language import Text

SHOWN_EACH_SIDE = 2


class GuardKind(StrEnum):
    """A kind of input that does not belong into a prompt."""

    MY_NUMBER = "my-number"
    CORPORATE_NUMBER = "corporate-number"
    CARD = "card"
    BANK_ACCOUNT = "bank-account"
    PHONE = "phone"
    EMAIL = "email"
    SECRET = "secret"  # noqa: S105  # the name of a kind, not a secret
    INTERNAL_MARK = "internal-mark"
    COMPANY_WORD = "company-word"


class Action(StrEnum):
    """What the guard does about a kind."""

    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage found by one rule; offsets into the inspected text."""

    kind: GuardKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One passage that does not belong into a prompt, with what is done and why.

    `start` and `end` are character offsets into the text number `text_index` as it was typed.
    """

    kind: GuardKind
    action: Action
    text_index: int
    start: int
    end: int
    sentence: Text

    def as_dict(self) -> dict[str, object]:
        """The finding as JSON for the page; holds no more of the text than the sentence shows."""
        return {
            "kind": self.kind.value,
            "action": self.action.value,
            "text_index": self.text_index,
            "start": self.start,
            "end": self.end,
            "message": self.sentence.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """What is done about each kind, and the company's own words (with `*` as a wildcard)."""

    actions: Mapping[GuardKind, Action]
    company_words: tuple[str, ...] = ()

    def action(self, kind: GuardKind) -> Action:
        """What is done about `kind`; a kind that the policy forgot is blocked."""
        return self.actions.get(kind, Action.BLOCK)


USUAL_ACTIONS: Mapping[GuardKind, Action] = {
    GuardKind.MY_NUMBER: Action.BLOCK,
    GuardKind.CARD: Action.BLOCK,
    GuardKind.BANK_ACCOUNT: Action.BLOCK,
    GuardKind.SECRET: Action.BLOCK,
    GuardKind.INTERNAL_MARK: Action.BLOCK,
    GuardKind.COMPANY_WORD: Action.BLOCK,
    GuardKind.CORPORATE_NUMBER: Action.WARN,  # public by law, but rarely needed
    GuardKind.PHONE: Action.WARN,
    GuardKind.EMAIL: Action.WARN,
}


def usual_policy(company_words: str = "") -> GuardPolicy:
    """The policy in force without any setting but a comma-separated list of company words."""
    words = tuple(word.strip() for word in company_words.split(",") if word.strip())
    return GuardPolicy(actions=USUAL_ACTIONS, company_words=words)


def without_overlaps(spans: list[Span]) -> Iterator[Span]:
    """The spans from left to right; of two that overlap the longer, then the more serious."""
    order = list(GuardKind)
    ranked = sorted(spans, key=lambda span: (span.start - span.end, order.index(span.kind)))
    kept: list[Span] = []
    for span in ranked:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    yield from sorted(kept, key=lambda span: span.start)


def shown(passage: str) -> str:
    """A passage as it may be repeated on a page: its ends, so that one finds it again."""
    if len(passage) <= SHOWN_EACH_SIDE * 2:
        return passage
    return f"{passage[:SHOWN_EACH_SIDE]}…{passage[-SHOWN_EACH_SIDE:]}"

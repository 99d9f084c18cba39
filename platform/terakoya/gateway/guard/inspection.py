"""The guard's one question: is there something in these texts that should not go out?"""

from collections.abc import Iterator, Sequence

from terakoya.gateway.guard.contacts import find_contacts
from terakoya.gateway.guard.kinds import Action, Finding, GuardPolicy, Span, without_overlaps
from terakoya.gateway.guard.marks import find_company_words, find_marks
from terakoya.gateway.guard.normalising import normalise
from terakoya.gateway.guard.numbers import find_numbers
from terakoya.gateway.guard.secret_keys import find_secrets
from terakoya.gateway.guard.sentences import finding_sentence


def inspect(texts: Sequence[str], policy: GuardPolicy) -> list[Finding]:
    """Every finding in `texts`, in order; a kind that the policy allows gives none."""
    return [
        finding for index, text in enumerate(texts) for finding in _findings(text, index, policy)
    ]


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """The findings for which nothing may be sent."""
    return [finding for finding in findings if finding.action is Action.BLOCK]


def _findings(typed: str, index: int, policy: GuardPolicy) -> Iterator[Finding]:
    normal = normalise(typed)
    spans = [
        span
        for span in _all_spans(normal.text, policy)
        if policy.action(span.kind) is not Action.ALLOW
    ]
    for span in without_overlaps(spans):
        start, end = normal.original_span(span.start, span.end)
        yield Finding(
            kind=span.kind,
            action=policy.action(span.kind),
            text_index=index,
            start=start,
            end=end,
            sentence=finding_sentence(span.kind, typed[start:end]),
        )


def _all_spans(text: str, policy: GuardPolicy) -> Iterator[Span]:
    yield from find_numbers(text)
    yield from find_contacts(text)
    yield from find_secrets(text)
    yield from find_marks(text)
    yield from find_company_words(text, policy.company_words)

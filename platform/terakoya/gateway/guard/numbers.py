"""Numbers that prove themselves by a check digit: My Number, corporate number, card, IBAN."""

import re
from collections.abc import Callable, Iterator

from stdnum import iban, luhn
from stdnum.jp import cn, in_

from terakoya.gateway.guard.kinds import GuardKind, Span

SEPARATOR = r"[- ー・]"
NOT_INSIDE = r"(?<![\dA-Za-z.,/])(?<!\d[-ー])"
NOT_GOING_ON = r"(?!\d)(?![-ー]\d)(?![.,]\d)"
MY_NUMBER = re.compile(rf"{NOT_INSIDE}\d{{4}}({SEPARATOR}?)\d{{4}}\1\d{{4}}{NOT_GOING_ON}")
CORPORATE = re.compile(
    rf"(?<![\dA-SU-Za-z.,/])(?<!\d[-ー])\d({SEPARATOR}?)\d{{4}}\1\d{{4}}\1\d{{4}}{NOT_GOING_ON}"
)
CARD = re.compile(
    rf"{NOT_INSIDE}(?:\d{{4}}({SEPARATOR}?)\d{{4}}\1\d{{4}}\1\d{{1,7}}"
    rf"|\d{{4}}({SEPARATOR}?)\d{{6}}\2\d{{4,5}}){NOT_GOING_ON}"
)
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")

YEARS = re.compile(r"(?:(?:19|20)\d\d){3}")

# ISO/IEC 7812 issuer ranges with the lengths that their networks issue.
ISSUERS = (
    (re.compile(r"4"), {16, 19}),  # Visa; its old 13 digits are those of a bar code
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),  # Mastercard
    (re.compile(r"3[47]"), {15}),  # American Express
    (re.compile(r"35(?:2[89]|[3-8])"), {16, 17, 18, 19}),  # JCB
    (re.compile(r"3(?:0[0-5]|[689])"), {14, 16, 19}),  # Diners Club
    (re.compile(r"6(?:011|4[4-9]|5)|62"), {16, 17, 18, 19}),  # Discover, UnionPay
)


def find_numbers(text: str) -> Iterator[Span]:
    """All self-proving numbers of a normalised text."""
    yield from _matches(MY_NUMBER, text, GuardKind.MY_NUMBER, _is_my_number)
    yield from _matches(CORPORATE, text, GuardKind.CORPORATE_NUMBER, _is_corporate_number)
    yield from _matches(CARD, text, GuardKind.CARD, _is_card)
    yield from _matches(IBAN, text, GuardKind.BANK_ACCOUNT, _is_iban)


def _matches(
    pattern: re.Pattern[str], text: str, kind: GuardKind, proves: Callable[[str], bool]
) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if proves(re.sub(SEPARATOR, "", match[0])):
            yield Span(kind, match.start(), match.end())


def _is_my_number(digits: str) -> bool:
    return not YEARS.fullmatch(digits) and len(set(digits)) > 1 and bool(in_.is_valid(digits))


def _is_corporate_number(digits: str) -> bool:
    return len(set(digits)) > 1 and bool(cn.is_valid(digits))


def _is_card(digits: str) -> bool:
    is_issued = any(issuer.match(digits) and len(digits) in lengths for issuer, lengths in ISSUERS)
    return is_issued and bool(luhn.is_valid(digits))


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(text))

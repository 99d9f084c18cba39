"""Phone numbers, e-mail addresses and bank accounts."""

import re
from collections.abc import Iterator

from terakoya.gateway.guard.kinds import GuardKind, Span

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
    r"(?![A-Za-z0-9])"
)
SEPARATOR = r"[- ー.]"
START = r"(?<![\dA-Za-z/])(?<!\d[-ー.])"
END = r"(?!\d)(?![-ー]\d)"
JAPANESE_PHONE = re.compile(
    rf"{START}(?:"
    rf"\(0\d{{1,4}}\) ?\d{{1,4}}{SEPARATOR}\d{{4}}"  # (03) 1234-5678
    rf"|0\d{{1,4}}\(\d{{1,4}}\) ?\d{{4}}"  # 03(1234)5678
    rf"|0\d{{1,4}}{SEPARATOR}\d{{1,4}}{SEPARATOR}\d{{3,4}}"  # 03-1234-5678, 0120-123-456
    rf"|0[5789]0\d{{8}}"  # 09012345678
    rf"){END}"
)
WORLD_PHONE = re.compile(rf"(?<![\w+])\+\d{{1,3}}(?:{SEPARATOR}?\(?\d{{1,5}}\)?){{2,5}}{END}")
AMERICAN_PHONE = re.compile(rf"{START}(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{{4}}{END}")
NAMED_PHONE = re.compile(
    r"(?:電話(?:番号)?|携帯|連絡先|TEL|Tel|tel|FAX|phone|Phone|call)"
    r"(?:番号)?\s*(?:[::はis ]{0,4})\s*(0\d{9,10})(?!\d)"
)
ACCOUNT = re.compile(
    r"(?:(?:普通|当座|貯蓄)(?:預金)?(?:口座)?|口座(?:番号)?|(?:bank )?account(?: no\.?| number)?)"
    r"[\s::は#=()（）]{0,4}(?:is )?(?:番号[\s::は]{0,2})?(\d{7})(?!\d|[-ー.,]\d|[円年件名個])",
    re.IGNORECASE,
)
POSTAL_SAVINGS = re.compile(r"(?:記号)\s*[::は]?\s*(\d{5})[\s、,-]*(?:番号)\s*[::は]?\s*(\d{6,8})")
PHONE_DIGITS = range(9, 16)


def find_contacts(text: str) -> Iterator[Span]:
    """Phone numbers, e-mail addresses and bank accounts of a normalised text."""
    for match in EMAIL.finditer(text):
        yield Span(GuardKind.EMAIL, match.start(), match.end())
    for pattern in (JAPANESE_PHONE, WORLD_PHONE, AMERICAN_PHONE):
        for match in pattern.finditer(text):
            if sum(character.isdigit() for character in match[0]) in PHONE_DIGITS:
                yield Span(GuardKind.PHONE, match.start(), match.end())
    for match in NAMED_PHONE.finditer(text):
        yield Span(GuardKind.PHONE, match.start(1), match.end(1))
    for match in ACCOUNT.finditer(text):
        yield Span(GuardKind.BANK_ACCOUNT, match.start(1), match.end(1))
    for match in POSTAL_SAVINGS.finditer(text):
        yield Span(GuardKind.BANK_ACCOUNT, match.start(1), match.end(2))

"""Is the prompt free of what must not leave the company?

A small shared set of rules for the notebook. The gateway's guard is wider and has the last word.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.registry import check

LUHN_DOUBLE_LIMIT = 9
MY_NUMBER_DIGITS = 12
MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
MY_NUMBER_MODULUS = 11


class Kind(NamedTuple):
    """One kind of confidential input: its name, its form, and a proof for the digits in it."""

    name: Text
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = bool


def is_card_number(digits: str) -> bool:
    """Whether the digits pass the check of payment cards (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(int(sign) for sign in reversed(re.sub(r"\D", "", digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - LUHN_DOUBLE_LIMIT if doubled > LUHN_DOUBLE_LIMIT else doubled
    return total % 10 == 0


def is_my_number(digits: str) -> bool:
    """Whether 12 digits carry the check digit of an individual number (省令 2014-85, art. 5)."""
    plain = [int(sign) for sign in re.sub(r"\D", "", digits)]
    if len(plain) != MY_NUMBER_DIGITS:
        return False
    weighted = sum(w * d for w, d in zip(MY_NUMBER_WEIGHTS, plain, strict=False))
    rest = weighted % MY_NUMBER_MODULUS
    return plain[-1] == (0 if rest <= 1 else MY_NUMBER_MODULUS - rest)


MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
PHONE = (
    r"(?<!\d)(?:\+81[- ]?|0)\d{1,4}[- (]\d{1,4}[- )]\d{3,4}(?!\d)"
    r"|(?<!\d)0[789]0\d{8}(?!\d)"
)
CARD = r"(?<!\d)\d(?:[ -]?\d){13,15}(?!\d)"
MY_NUMBER = r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)"
ADDRESS = r"〒\s*\d{3}-?\d{4}|[都道府県市区町村]\S{1,12}\d+(?:丁目|番地|-\d+-\d+)"
PERSON = (
    r"(?<![一-鿿おご])(?!皆|各|何|貴|社長|部長|課長|担当|先方|取引先|得意先|仕入先)[一-鿿]{1,4}(?:様|さま|さん|氏)(?![々一-鿿])"
    r"|\b(?:Mr|Ms|Mrs|Dr)\.? [A-Z][a-z]+"
)
COMPANY = (
    r"(?:株式会社|有限会社|合同会社)[^\s、。「」]{2,}|[^\s、。「」]{2,}(?:株式会社|\(株\))"
    r"|\b[A-Z]\w+ (?:Inc|Ltd|Corp|LLC|GmbH)\b"
)
MARK = r"社外秘|部外秘|取扱注意|極秘|\bconfidential\s*[:\]】)-]|\binternal use only\b"
ACCESS_KEY = r"\b(?:sk|ghp|AKIA)[-_A-Za-z0-9]{16,}|(?:パスワード|password)\s*[:=は]\s*\S{4,}"

KINDS = (
    Kind(Text("メールアドレス", "an e-mail address"), re.compile(MAIL)),
    Kind(Text("電話番号", "a phone number"), re.compile(PHONE)),
    Kind(Text("カード番号", "a card number"), re.compile(CARD), is_card_number),
    Kind(Text("マイナンバー", "a My Number"), re.compile(MY_NUMBER), is_my_number),
    Kind(Text("住所", "a postal address"), re.compile(ADDRESS)),
    Kind(Text("個人の名前", "a person’s name"), re.compile(PERSON)),
    Kind(Text("会社の名前", "a company’s name"), re.compile(COMPANY)),
    Kind(Text("社内文書の印", "a mark of internal documents"), re.compile(MARK, re.IGNORECASE)),
    Kind(Text("鍵やパスワード", "a key or password"), re.compile(ACCESS_KEY, re.IGNORECASE)),
)


def confidential_parts(text: str) -> list[tuple[Text, str]]:
    """Kind and passage of everything in `text` that looks confidential, in the order of KINDS."""
    plain = unicodedata.normalize("NFKC", text)
    return [
        (kind.name, match.group())
        for kind in KINDS
        for match in kind.pattern.finditer(plain)
        if kind.holds(match.group())
    ]


@check(
    ja="お客様からのお問い合わせを分類してください。\n{input}",
    en="Sort the customer's inquiry.\n{input}",
)
def keeps_confidential_data_out(text: str) -> Finding:
    """No personal or confidential data stands in the prompt itself."""
    found = confidential_parts(text)
    if not found:
        return passed(
            Text(
                ja="個人情報や機密情報は入っていません。",
                en="There is no personal or confidential information in it.",
            )
        )
    kind, passage = found[0]
    return not_yet(
        Text(
            ja=f"{kind.ja}のようなものが入っています。AIに渡す前に消すか、「A社」【お名前】のように置き換えましょう。",
            en=f"There seems to be {kind.en} in it. Take it out or replace it "
            "(“Company A”, [NAME]) before anything goes to AI.",
        ),
        passage,
    )

"""Does the prompt offer every label, and say what each one is for?"""

import re
from collections.abc import Sequence

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import has_any, lines_of, listed, normal_form, quoted, sentences_of
from terakoya_graders.registry import check

LABELS = {
    "ja": {"labels": ["見積もり", "納期", "トラブル", "その他"]},
    "en": {"labels": ["QUOTE", "DELIVERY", "TROUBLE", "OTHER"]},
}
EDGE = r"[\s「」『』【】\[\]()\"'“”‘’、,/|・:：=＝→>\-*.。`?!]"
BEFORE = rf"(?:^|{EDGE}|\bor\b|\band\b|か|または|と|を)\s*"
AFTER = rf"\s*(?:$|{EDGE}|or\b|and\b|か|または|と|の|に|は|へ|で|だけ|のみ)"
DEFINES = (
    r"(?:^|[\s:、,(「\"]){label}[」\"]?\s*"
    r"(?:[:=→⇒\-–—(]|\.{2,}|・{2,}|とは|は|if\b|when\b|means\b|is\b|are\b|for\b|about\b)\s*(?P<rest>.+)"
)
LEADS_TO = (
    r"(?P<rest>.+?)(?:なら|たら|れば|場合|とき|時|もの|こと|内容|関する|について|は|を|→|->|=>|:)"
    r"[はに、,\s]*\W{0,3}{label}"
)
LEADS_TO_EN = r"\b(?:if|when|for|about|asks?|anything|everything)\b(?P<rest>.+?){label}"
EXAMPLE_LINE = (
    r"^(?:例|入力|出力|答え|回答|お客様|example|input|output|answer|label|q|a)\s*\d*\s*[:：]",
)
NO_EXPLANATION = r"答え|回答|出力|必ず|\banswer|\breply|\balways\b"
CLAUSE_END = re.compile(r"[、,，;]\s*")
FEWEST_LETTERS = 2
FEWEST_WORDS = 1


@check(
    ja="「見積もり」「納期」「トラブル」「その他」のどれかに分類してください。",
    en="Sort it into one of: QUOTE, DELIVERY, TROUBLE, OTHER.",
    options=LABELS,
)
def names_every_label(text: str, labels: Sequence[str]) -> Finding:
    """Every label is offered as a choice, not just mentioned somewhere in a sentence."""
    missing = [label for label in labels if not _is_offered(text, label)]
    if not missing:
        return passed(
            Text(
                ja=f"選べるラベル{len(labels)}つがすべて書かれています。",
                en=f"All {len(labels)} labels are offered as choices.",
            ),
            _line_with_most(text, labels),
        )
    share = 0.0 if len(missing) == len(labels) else 0.5 * (1 - len(missing) / len(labels))
    return not_yet(
        Text(
            ja=f"選べるラベルのうち{listed(missing, 'ja')}が見当たりません。"
            "挙げていないラベルは、AIの答えに出てきません。",
            en=f"Not offered as a choice yet: {listed(missing, 'en')}. "
            "AI will not answer with a label that you do not name.",
        ),
        share=share,
    )


@check(
    ja="見積もり：価格や費用を知りたい\n納期：届く日を知りたい\n"
    "トラブル：不良や破損の連絡\nその他：どれにも当てはまらない",
    en="QUOTE: wants to know a price\nDELIVERY: asks when goods arrive\n"
    "TROUBLE: reports a defect\nOTHER: none of these fits",
    options=LABELS,
)
def explains_every_label(text: str, labels: Sequence[str]) -> Finding:
    """Every label has a few words that say which messages belong to it."""
    found = {label: _explanation(text, label, labels) for label in labels}
    missing = [label for label, passage in found.items() if passage is None]
    first = next((passage for passage in found.values() if passage is not None), None)
    if not missing:
        return passed(
            Text(
                ja="どのラベルにも、どんな内容が入るかの説明があります。",
                en="Every label says what belongs to it.",
            ),
            first,
        )
    return not_yet(
        Text(
            ja=f"{listed(missing, 'ja')}に何が入るかの説明がありません。"
            "「納期：届く日を知りたい」のように、ひと言ずつ足してみましょう。",
            en=f"It does not say what belongs to {listed(missing, 'en')}. "
            "Add a few words each, such as “DELIVERY: asks when goods arrive”.",
        ),
        first,
        share=0.5 * (1 - len(missing) / len(labels)),
    )


def _is_offered(text: str, label: str) -> bool:
    pattern = BEFORE + re.escape(normal_form(label)) + AFTER
    return any(re.search(pattern, normal_form(line)) for line in lines_of(text))


def _line_with_most(text: str, labels: Sequence[str]) -> str | None:
    def count(line: str) -> int:
        return sum(normal_form(label) in normal_form(line) for label in labels)

    return quoted(max(lines_of(text), key=count, default=""))


def _passages(text: str) -> list[str]:
    """Lines, sentences and the parts between commas, from long to short."""
    whole = [*lines_of(text), *sentences_of(text)]
    return [*whole, *(part for line in whole for part in CLAUSE_END.split(line))]


def _explanation(text: str, label: str, labels: Sequence[str]) -> str | None:
    """The passage that explains a label, or None; lines of worked examples do not count."""
    others = [normal_form(other) for other in labels if other != label]
    for passage in _passages(text):
        plain = normal_form(passage)
        if has_any(plain, EXAMPLE_LINE) or any(other in plain for other in others):
            continue
        for form in (DEFINES, LEADS_TO, LEADS_TO_EN):
            pattern = form.replace("{label}", re.escape(normal_form(label)))
            match = re.search(pattern, plain)
            if match and _says_something(match["rest"]):
                return quoted(passage)
    return None


def _says_something(rest: str) -> bool:
    if re.search(NO_EXPLANATION, rest):
        return False
    japanese = re.findall(r"[぀-ヿ一-鿿]", rest)
    words = re.findall(r"[a-z]{3,}", rest)
    return len(japanese) >= FEWEST_LETTERS or len(words) >= FEWEST_WORDS

"""Does the prompt keep instructions and data apart, and does it show examples?"""

import re
from collections.abc import Sequence

from terakoya_graders.checks.labels import LABELS
from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import SLOT, normal_form, quoted
from terakoya_graders.registry import check

OPENING = r"(?:<[^<>\n]+>|[「『【\[<(\"'“`]|[:：]|#{2,}|-{3,}|={3,}|\"{3}|`{3})\s*$"
CLOSING = r"^\s*(?:[」』】\]<)\"'”`]|#{2,}|-{3,}|={3,})"
LABELLED = r"(?:^|\n)(?:[^\n]{0,30}[:：]|#{1,6} [^\n]+|[【\[<][^\n]{1,30}[】\]>])\s*$"
SHOWN = r"(?:→|->|=>|⇒|[:：]|=|\|)\s*[「『\"“]?{label}[」』\"”]?\s*[。.]?\s*$"
FEWEST_INPUT_LETTERS = 5


@check(ja="次の文章を読んでください。\n{input}", en="Read this message.\n{input}")
def has_one_slot(text: str) -> Finding:
    """The place of the customer's message, `{input}`, stands in the prompt exactly once."""
    count = text.count(SLOT)
    if count == 1:
        return passed(Text(ja=f"{SLOT} が1か所にあります。", en=f"There is one {SLOT}."))
    if count == 0:
        return not_yet(
            Text(
                ja=f"お客様の文章が入る {SLOT} がありません。"
                "これがないと、AIは文章を1通も読めません。最後の行に入れてみましょう。",
                en=f"There is no {SLOT}, the place for the customer’s message. "
                "Without it the AI never sees a message. Put it in the last line.",
            )
        )
    return not_yet(
        Text(
            ja=f"{SLOT} が{count}か所あります。1か所にすると、読み違いが減ります。",
            en=f"{SLOT} stands in {count} places. One place is less likely to be misread.",
        )
    )


@check(ja="お問い合わせ：\n「{input}」", en='Message:\n"""\n{input}\n"""')
def sets_the_data_apart(text: str) -> Finding:
    """Quotes, a heading or a rule show where the customer's message begins."""
    before, slot, after = text.partition(SLOT)
    if not slot:
        return has_one_slot(text)
    is_fenced = re.search(OPENING, before) and re.search(CLOSING, after)
    if is_fenced or re.search(LABELLED, before) or re.search(OPENING, before.rstrip()):
        line = next(line for line in text.splitlines() if SLOT in line)
        return passed(
            Text(
                ja="指示とお客様の文章の境目がはっきりしています。",
                en="It is clear where instructions end and the message begins.",
            ),
            quoted(line if line.strip() != SLOT else _heading(before) + " " + line),
        )
    return not_yet(
        Text(
            ja="どこからがお客様の文章か、境目が分かりません。"
            f"「お問い合わせ：」の行を前に置くか、「{SLOT}」のように囲んでみましょう。",
            en="It is not clear where the customer’s message begins. "
            f"Put a line “Message:” before it, or put quotes around {SLOT}.",
        )
    )


@check(
    ja="例：価格表をください → 見積もり\n例：箱がつぶれていました → トラブル",
    en="Example: Please send a price list -> QUOTE\nExample: The box was crushed -> TROUBLE",
    options=LABELS,
)
def gives_examples(text: str, labels: Sequence[str], at_least: int = 2) -> Finding:
    """Worked examples show input and label, for at least two different labels."""
    shown = {label: _example_of(text, label) for label in labels}
    found = [line for line in shown.values() if line is not None]
    if len(found) >= at_least:
        return passed(
            Text(
                ja=f"{len(found)}種類のラベルに例があります。",
                en=f"There are examples for {len(found)} labels.",
            ),
            found[0],
        )
    return not_yet(
        Text(
            ja="例が足りません。「文章 → ラベル」の形で、"
            f"{at_least}種類以上のラベルの例を見せてみましょう。",
            en=f"More examples help. Show “message -> label” for at least {at_least} labels.",
        ),
        found[0] if found else None,
        share=0.5 if found else 0.0,
    )


def _heading(before: str) -> str:
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def _example_of(text: str, label: str) -> str | None:
    """The line that shows a message with this label; the message may stand in the line before."""
    pattern = SHOWN.replace("{label}", re.escape(normal_form(label)))
    earlier = ""
    for line in text.splitlines():
        match = re.search(pattern, normal_form(line))
        if match:
            own = normal_form(line)[: match.start()].strip()
            message = own if len(own) >= FEWEST_INPUT_LETTERS else earlier
            if len(message.strip()) >= FEWEST_INPUT_LETTERS:
                return quoted(line)
        if line.strip():
            earlier = line
    return None

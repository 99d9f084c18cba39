"""Does the prompt do its work on messages that it has not seen?"""

from collections.abc import Sequence

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import SLOT
from terakoya_graders.registry import check
from terakoya_graders.sorting import Items, Result, chance_f1, run

NO_SLOT = Text(
    ja=f"{SLOT} がないので、AIにお客様の文章が届きません。{SLOT} を入れると試せます。",
    en=f"Without {SLOT} no message reaches the AI. Put {SLOT} in, then it can be tried.",
)
CONSTANT = Text(
    ja="どの文章にも同じ答えが返りました。ラベルの説明で、違いが伝わるようにしてみましょう。",
    en="Every message got the same answer. Explain the labels so that the differences show.",
)
EXAMPLE = {
    "items": [{"text": "?", "label": "A"}],
    "labels": ["A"],
    "fallback": "B",
    "passes_at": 1,
    "full_at": 1,
}


@check(
    ja="次の文章を分類してください。\n{input}",
    en="Sort this message.\n{input}",
    options={"ja": EXAMPLE, "en": EXAMPLE},
    needs_model=True,
)
def sorts_rightly(
    text: str,
    items: Items,
    labels: Sequence[str],
    *,
    fallback: str,
    passes_at: int,
    full_at: int,
    baseline: str | None = None,
) -> Finding:
    """The prompt, filled with each message, makes the model answer with the right label.

    `fallback` is the answer for doubtful cases. The share of points grows with the messages
    sorted rightly and is full at `full_at`, which an author sets a few below the measured
    reference; `passes_at` is where the criterion counts as reached. A prompt whose answers ignore
    the message, or that is at chance or no better than the prompt `baseline`, earns nothing.
    Raises NotChecked when no model answers.
    """
    if SLOT not in text:
        return not_yet(NO_SLOT)
    answers = [*labels, fallback]
    result = run(text, items, answers)
    if result.is_constant:
        return not_yet(CONSTANT)
    bare = run(baseline, items, answers).right if baseline is not None else 0
    if result.macro_f1() <= chance_f1(labels) or (baseline is not None and result.right <= bare):
        return not_yet(_counted(result, _advice(result, fallback)))
    share = min(1.0, result.right / full_at)
    if result.right >= passes_at:
        return passed(_counted(result, _praise(bare, baseline)), share=share)
    return not_yet(_counted(result, _advice(result, fallback)), share=share)


def _counted(result: Result, advice: Text) -> Text:
    return Text(
        ja=f"{len(result.rows)}通のうち{result.right}通が正しく仕分けられました。{advice.ja}",
        en=f"{result.right} of {len(result.rows)} messages were sorted correctly. {advice.en}",
    )


def _praise(bare: int, baseline: str | None) -> Text:
    if baseline is None:
        return Text(ja="この調子です。", en="Well done.")
    return Text(
        ja=f"はじめの文章では{bare}通でした。書き方でこれだけ変わります。",
        en=f"With the text at the start it was {bare}. That is how much wording matters.",
    )


def _advice(result: Result, fallback: str) -> Text:
    """What kind of error was most frequent; never which message, so hidden ones stay hidden."""
    doubted = result.count_of(fallback)
    wrong = len(result.rows) - result.right - result.unreadable - doubted
    if doubted > max(wrong, result.unreadable):
        return Text(
            ja=f"{doubted}通で「{fallback}」が選ばれました。その使い方の一文をラベルの説明の"
            "すぐ下に移すか、説明に言葉を足してみましょう。",
            en=f"For {doubted} the answer was {fallback}. Move the sentence about {fallback} "
            "to just below the labels, or say more about what belongs to each.",
        )
    if result.unreadable >= max(1, wrong):
        return Text(
            ja=f"{result.unreadable}通では、答えがラベルだけになっていませんでした。"
            "答えの形をもっとはっきり決めてみましょう。",
            en=f"For {result.unreadable} the answer was not just a label. "
            "Describe the form of the answer more clearly.",
        )
    return Text(
        ja=f"{wrong}通では、別のラベルが選ばれました。"
        "ラベルの説明を言いかえるか、例を足してみましょう。",
        en=f"For {wrong} another label was chosen. "
        "Reword what belongs to a label, or add an example.",
    )

"""Is the prompt written for the model, and not for the checker?"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import SLOT, normal_form, passage_with, sentences_of
from terakoya_graders.registry import check

CHECKER = (
    r"採点(?:者|プログラム|システム|する(?:人|側))", r"チェッカー",
    r"評価(?:者|プログラム|システム)",
    r"満点", r"合格(?:に|と|点|させ)", r"(?:テスト|検査)に(?:合格|通)",
    r"\bgrader\b", r"\bchecker\b", r"\bauto-?grad", r"\bfull (?:marks|points|score|credit)\b",
    r"\b(?:this|the) (?:check|test|prompt) (?:passes|is correct)",
    r"\bpass(?:es)? (?:this|the) (?:check|test|criterion)",
    r"\bhidden tests?\b", r"隠(?:し|れた)テスト",
)  # fmt: skip
JAPANESE = r"[぀-ヿ一-鿿]"
HIRAGANA = r"[ぁ-ん]"
FUNCTION_WORDS = re.compile(
    r"\b(?:a|an|the|of|to|in|on|for|from|with|by|as|is|are|be|its?|this|that|these|those|you|your|i"
    r"|we|if|when|or|and|not?|do|does|only|one|into|which|what|who|how|please|will|should|must|can"
    r"|at|about|has|have|there|their|they|them|than|then|any|all|each)\b"
)
LEAST_HIRAGANA = 0.16
LEAST_FUNCTION_WORDS = 0.16
SHORTEST_JUDGED = 24
SHORTEST_JUDGED_WORDS = 12
MOST_REPEATS = 3
SHORTEST_REPEATED = 6
NEAR_MATCH = 0.82
SHORTEST_COPY = 10


@check(
    ja="お客様からのお問い合わせを読んで、次のどれかに分類してください。",
    en="Read the customer's message and sort it into one of these groups.",
)
def is_written_for_the_model(text: str) -> Finding:
    """The prompt speaks to the model in sentences; it neither addresses the checker nor stuffs."""
    addressed = passage_with(text, CHECKER)
    if addressed is not None:
        return not_yet(
            Text(
                ja="採点のしくみに向けた文が入っています。この頼みごとを読むのはAIだけです。"
                "その文を消すと、ほかの部分を確認できます。",
                en="There is a sentence addressed to the checker. Only the AI reads "
                "your prompt. Take that sentence out, and the rest can be checked.",
            ),
            addressed,
        )
    if _is_stuffed(text) or _repeats_itself(text):
        return not_yet(
            Text(
                ja="言葉が並んでいますが、文になっていません。"
                "「何を」「どうする」が分かる文にすると、AIにも人にも伝わります。",
                en="There are many words but few sentences. "
                "Say in full sentences what to do: that works for AI and for people.",
            )
        )
    return passed(Text(ja="AIに向けて文で書かれています。", en="It speaks to the AI in sentences."))


@check(
    ja="価格や費用を知りたい文章は「見積もり」です。",
    en="A message that asks for a price is a QUOTE.",
    options={
        "ja": {"held_out": ["納品書の写しをいただけますか。"]},
        "en": {"held_out": ["Where is the copy?"]},
    },
)
def works_without_copied_data(text: str, held_out: Sequence[str]) -> Finding:
    """None of the messages that the prompt is tried on stands in the prompt itself."""
    for message in held_out:
        passage = _near_match(text, message)
        if passage is not None:
            return not_yet(
                Text(
                    ja="お試し用の文章が、そのまま写されています。"
                    "初めて届く文章にも効く説明に書きかえてみましょう。",
                    en="One of the messages for trying is copied into the prompt. "
                    "Replace it with a rule that also works for new messages.",
                ),
            )
    return passed(
        Text(
            ja="初めて届く文章にも使える書き方です。",
            en="It is written so that it works for new messages, too.",
        )
    )


def _is_stuffed(text: str) -> bool:
    """Whether particles and function words are so rare that these can be no sentences."""
    plain = normal_form(text.replace(SLOT, ""))
    japanese = re.findall(JAPANESE, plain)
    if len(japanese) >= SHORTEST_JUDGED:
        return len(re.findall(HIRAGANA, plain)) / len(japanese) < LEAST_HIRAGANA
    words = re.findall(r"[a-z']+", plain)
    if len(words) >= SHORTEST_JUDGED_WORDS:
        return len(FUNCTION_WORDS.findall(plain)) / len(words) < LEAST_FUNCTION_WORDS
    return False


def _repeats_itself(text: str) -> bool:
    long_enough = (normal_form(part) for part in sentences_of(text))
    counts = Counter(part for part in long_enough if len(part) >= SHORTEST_REPEATED)
    return any(count > MOST_REPEATS for count in counts.values())


def _near_match(text: str, message: str) -> str | None:
    """The passage of `text` that is nearly `message`; short ones must be copied whole."""
    wanted = _letters(message)
    for passage in [text, *sentences_of(text), *text.splitlines()]:
        own = _letters(passage)
        if wanted in own:
            return passage
        if len(own) >= SHORTEST_COPY and _overlap(own, wanted) >= NEAR_MATCH:
            return passage
    return None


def _overlap(own: str, wanted: str) -> float:
    """The share of `wanted` that stands in `own` in pieces of four letters or more, in order."""
    blocks = SequenceMatcher(None, own, wanted, autojunk=False).get_matching_blocks()
    shortest_piece = 4
    return sum(block.size for block in blocks if block.size >= shortest_piece) / len(wanted)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", normal_form(text))

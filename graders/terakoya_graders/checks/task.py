"""Does the prompt say what is to be done, and for whom?"""

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import passage_with
from terakoya_graders.registry import check

SORTING = (
    r"分類", r"仕分け", r"振り分け", r"分けて", r"選ん", r"選択", r"判定",
    r"ラベルを付け", r"どれか", r"いずれか", r"どれに(?:あた|当た)", r"判断して", r"見分け",
    r"\bsort", r"\bclassif", r"\bcategori[sz]", r"\bassign", r"\bchoose", r"\bpick\b", r"\blabel",
    r"\bdecide which", r"\bwhich (?:of|label|group|category|kind)", r"\bwhat kind of",
)  # fmt: skip
INSTRUCTION = (
    r"ください", r"下さい", r"しなさい", r"せよ", r"すること", r"お願い",
    r"(?:する|選ぶ|答える|て|てね)[。.!]?$", r"て(?:ほしい|欲しい|もらえ|くれ)",
    r"あなた(?:は|の)", r"仕事は", r"役割は",
    r"^(?:please\s+)?(?:sort|classify|categori[sz]e|assign|choose|pick|label|read|decide)\b",
    r"\byou(?:r| are| will| sort| classify)\b", r"\bplease\b",
    r"\btell me\b", r"\b(?:need|want) you to\b",
    r"[:,]\s*(?:sort|classify|choose|pick)\b",
)  # fmt: skip
NEGATED = (
    r"(?:分類|仕分け|選択|判定)(?:は)?(?:し)?(?:ないで|不要)",
    r"\b(?:do not|don't|never)\s+(?:sort|classify)",
)
READER = (
    r"担当(?:者|部署|の)", r"営業", r"お客(?:様|さま)", r"上司", r"同僚", r"取引先", r"読み手",
    r"相手", r"社内", r"\b(?:sales|customers?|colleagues?|team|manager|reader|audience|client)\b",
)  # fmt: skip
PURPOSE = (
    r"ため", r"向け", r"として", r"回(?:す|し)", r"に送", r"届い", r"宛", r"から",
    r"\bfor\b", r"\bso that\b", r"\bto\b", r"\bas a\b", r"\bfrom\b", r"\bsent\b",
)  # fmt: skip


@check(
    ja="お問い合わせを次の4つのどれかに分類してください。",
    en="Sort the inquiry into one of these four groups.",
)
def states_the_task(text: str) -> Finding:
    """A sentence tells the model to sort, in the form of an instruction."""
    quote = passage_with(text, SORTING, INSTRUCTION, unless=NEGATED)
    if quote is not None:
        return passed(
            Text(ja="何をしてほしいかが伝わります。", en="It is clear what you want done."), quote
        )
    return not_yet(
        Text(
            ja="AIに何をしてほしいかが、まだ読み取れません。"
            "「〜のどれかに分類してください」のように、動作を1文で書いてみましょう。",
            en="It is not clear yet what the AI should do. "
            "Say the action in one sentence, such as “Sort the inquiry into one of …”.",
        )
    )


@check(
    ja="あなたは営業部の受付担当として、お客様から届いた文章を読みます。",
    en="You read messages from customers as the front desk of a sales team.",
)
def sets_the_scene(text: str) -> Finding:
    """A sentence says who works here, or for whom the result is."""
    quote = passage_with(text, READER, PURPOSE)
    if quote is not None:
        return passed(
            Text(
                ja="どんな場面の仕事かが書かれています。",
                en="It says what situation this work belongs to.",
            ),
            quote,
        )
    return not_yet(
        Text(
            ja="だれのための、どんな場面の仕事かが書かれていません。書いていないことは、AIが推測で補います。",
            en="It does not say for whom and in what situation. "
            "AI fills in what you leave out by guessing.",
        )
    )

"""Does the prompt fix the form of the answer, and say what to do in doubt?"""

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import normal_form, passage_with
from terakoya_graders.registry import check

EXCLUSIVE = (
    r"だけ", r"のみ", r"1\s*(?:つ|語|個|行|単語)", r"一(?:つ|語|言|行|単語)", r"ひとつ", r"以外",
    r"説明(?:文)?(?:は|や|を|も)?.{0,8}(?:不要|書か|付け|つけ|しない|いりません|なし)",
    r"\bonly\b", r"\bjust\b", r"\bnothing else\b", r"\bexactly\b", r"\bone\b", r"\ba single\b",
    r"\bno (?:explanation|other|extra|further)", r"\bwithout (?:any )?(?:explanation|other)",
    r"\bdo not (?:add|write|explain|include)", r"\bdon't (?:add|write|explain|include)",
    r"\bjson\b",
)  # fmt: skip
ANSWER = (
    r"答え", r"回答", r"出力", r"返し", r"返答", r"書い", r"書か", r"ラベル", r"名前",
    r"単語", r"json",
    r"\banswer", r"\boutput", r"\breply", r"\breturn", r"\brespond", r"\bwrite", r"\bword",
    r"\blabel", r"\bname\b",
)  # fmt: skip
NOT_EXCLUSIVE = (r"だけで(?:は)?なく", r"のみならず", r"だけじゃなく", r"\bnot (?:only|just)\b")
DOUBT = (
    r"分から(?:ない|なけ)", r"わから(?:ない|なけ)", r"判断(?:が)?(?:でき|つか)な",
    r"迷(?:う|っ|い)",
    r"当てはまら", r"あてはまら", r"どれ(?:に)?(?:も|でも).{0,6}な",
    r"以外", r"該当(?:し|が|す|は)?.{0,4}(?:な|無)",
    r"書かれていな", r"情報が(?:ない|足り)", r"はっきりしな", r"上記(?:の|に).{0,6}な",
    r"\bnot sure\b", r"\bunsure\b", r"\bunclear\b", r"\bnot clear\b", r"\botherwise\b",
    r"\bany other\b", r"\bnot certain\b", r"\bnone of\b",
    r"\b(?:do|does)(?: not|n't) fit",
    r"\bnothing fits\b", r"\bno (?:label|group|category) fits", r"\bcannot (?:tell|decide)",
    r"\bcan't (?:tell|decide)", r"\bin doubt\b", r"\banything else\b", r"\beverything else\b",
    r"\bdo not know\b", r"\bdon't know\b", r"\bneither\b", r"\bother than\b",
)  # fmt: skip
ACTION = (
    r"{label}", r"答え", r"書い", r"してください", r"返し", r"出力", r"\banswer",
    r"\bwrite", r"\bsay\b",
    r"\breply", r"\buse\b", r"\bchoose\b",
)  # fmt: skip
FALLBACK = {"ja": {"fallback": "その他"}, "en": {"fallback": "OTHER"}}


@check(
    ja="ラベルを1つだけ答えてください。説明は不要です。",
    en="Answer with the label only, without any explanation.",
)
def fixes_the_output(text: str) -> Finding:
    """One sentence says that the answer holds the label and nothing else."""
    quote = passage_with(text, EXCLUSIVE, ANSWER, unless=NOT_EXCLUSIVE)
    if quote is not None:
        return passed(
            Text(ja="答えの形が決められています。", en="The form of the answer is fixed."), quote
        )
    return not_yet(
        Text(
            ja="答えの形が決まっていないので、AIは長い文章で答えがちです。"
            "「ラベルを1つだけ答えてください」のように書いてみましょう。",
            en="The form of the answer is open, so AI tends to answer in long sentences. "
            "Try “Answer with one label only”.",
        )
    )


@check(
    ja="どれにも当てはまらないときは「その他」と答えてください。",
    en="If none of them fits, answer OTHER.",
    options=FALLBACK,
)
def says_what_to_do_in_doubt(text: str, fallback: str) -> Finding:
    """The prompt says what to answer when nothing fits."""
    quote = passage_with(text, DOUBT, ACTION, instead=normal_form(fallback))
    if quote is not None:
        return passed(
            Text(
                ja="迷ったときの答え方が書かれています。",
                en="It says what to answer when nothing fits.",
            ),
            quote,
        )
    return not_yet(
        Text(
            ja=f"どれにも当てはまらないときの答え方がありません。"
            f"決めておかないと、AIは無理にどれかを選びます。「{fallback}」の使い方を書いてみましょう。",
            en="It does not say what to answer when nothing fits; AI then picks one anyway. "
            f"Say when to use “{fallback}”.",
        )
    )

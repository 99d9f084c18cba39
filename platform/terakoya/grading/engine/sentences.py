"""What the engine says when something kept it from checking, each with the cure."""

from terakoya.language import Text

NOT_JSON = Text(
    "ノートブックとして読めませんでした（JSON ではありません）。.ipynb ファイルをそのまま"
    "出してください。",
    "This can’t be read as a notebook (it is not JSON). Please send the .ipynb file as it is.",
)
NOT_A_NOTEBOOK = Text(
    "JSON ですが、ノートブック（nbformat 4）ではありません。.ipynb ファイルを出してください。",
    "This is JSON, but no notebook (nbformat 4). Please send the .ipynb file.",
)
TOO_LARGE = Text(
    "ノートブックが大きすぎます。セルの出力を消してから、もう一度出してください。",
    "The notebook is too large. Please clear the cells’ outputs and send it again.",
)
STOPPED = Text(
    "あなたのコードが途中で止まったため（終了、またはメモリ不足）、そのあとは動かせませんでした。"
    "動いたところまでで採点しました。",
    "Your code ended early (it quit, or ran out of memory), so nothing after that could run. "
    "What worked until then was checked.",
)
NO_END = Text(
    "終わらないコードがあったため、止めました。繰り返しの終わる条件を確かめてください。"
    "動いたところまでで採点しました。",
    "Some code did not come to an end and was stopped. Please look at when its loops end. "
    "What worked until then was checked.",
)
TOO_MUCH_DISK = Text(
    "作業フォルダーに書き込みすぎたため、止めました。動いたところまでで採点しました。",
    "Your code wrote too much into its folder and was stopped. What worked until then was checked.",
)
UNREADABLE = Text(
    "あなたのコードの返した値が大きすぎるか、読めない形でした。動いたところまでで採点しました。",
    "What your code returned is too large or can't be read. What worked until then was checked.",
)
NO_RESULT = Text(
    "この項目の確認が途中で止まったため、採点できませんでした。",
    "The check of this item stopped half way, so there is no mark for it.",
)
LAB_IS_BROKEN = Text(
    "このラボの準備のセルが動かないため、採点できません。あなたのせいではありません。"
    "研修担当に知らせてください。",
    "A set-up cell of this lab fails, so this can’t be checked. It is not your fault. "
    "Please tell a trainer.",
)
A_PERSON_MARKS = Text("この項目は研修担当が採点します。", "A trainer marks this item.")


def other_lab(handed_in: str, wanted: str) -> Text:
    """The notebook says that it belongs to another lab."""
    return Text(
        f"これはラボ「{handed_in}」のノートブックです。ここでは「{wanted}」のノートブックを"
        "出してください。",
        f"This is the notebook of the lab “{handed_in}”. Please send the one of “{wanted}”.",
    )


def no_answer_cells() -> Text:
    """None of the release's answer cells is in the notebook."""
    return Text(
        "このラボの解答欄が見つかりませんでした。ラボのページから開いたノートブックを"
        "出してください。",
        "None of this lab’s answer boxes is in the notebook. Please send the one that you "
        "opened from the lab’s page.",
    )

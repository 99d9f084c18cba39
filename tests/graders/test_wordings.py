"""Prompts as people write them: every text check must see what is there."""

import pytest

from terakoya_graders.checks import (
    explains_every_label,
    fixes_the_output,
    is_written_for_the_model,
    keeps_confidential_data_out,
    names_every_label,
    says_what_to_do_in_doubt,
    sets_the_data_apart,
    states_the_task,
)

LABELS = {
    "ja": ["見積もり", "納期", "トラブル", "資料"],
    "en": ["QUOTE", "DELIVERY", "TROUBLE", "BROCHURE"],
}
FALLBACK = {"ja": "その他", "en": "OTHER"}
WORDINGS = [
    (
        "ja",
        """以下の問い合わせメールを見積もり・納期・トラブル・資料に振り分けて。
- 見積もり＝価格に関すること
- 納期＝配送日に関すること
- トラブル＝不具合
- 資料＝パンフ請求
該当なしは「その他」。回答は分類名のみ。

###
{input}
###""",
    ),
    (
        "ja",
        """# 依頼
お客様のお問い合わせを分類する

# 分類
1. 見積もり … 価格、費用、割引
2. 納期 … 納品日、発送状況
3. トラブル … 故障、破損、誤配送
4. 資料 … カタログ、パンフレット

# ルール
- 出力は分類名のみ
- 上記に当てはまらない場合は「その他」と出力

# お問い合わせ
{input}""",
    ),
    (
        "ja",
        """次の文章が「見積もり」「納期」「トラブル」「資料」のどれにあたるか教えてください。
お金のことを聞いていたら見積もり、いつ届くか聞いていたら納期、困っていたらトラブル、カタログが欲しければ資料です。
分からなければ その他 と答えて。
単語だけで答えて、余計なことは書かないで。
文章「{input}」""",
    ),
    (
        "en",
        """Classify the following customer inquiry into exactly one category: QUOTE (pricing
questions), DELIVERY (shipping dates), TROUBLE (defects), BROCHURE (catalog requests).
If unsure, output OTHER. Output only the category name.

Inquiry: {input}""",
    ),
    (
        "en",
        """You are a helpful sales assistant. Your job is to label incoming emails.

Labels:
QUOTE = anything about money
DELIVERY = anything about shipping or arrival
TROUBLE = complaints and defects
BROCHURE = requests for printed information
OTHER = everything else

Respond with a single word.

###
{input}
###""",
    ),
    (
        "en",
        """Task: sort emails
- QUOTE when someone asks how much
- DELIVERY when someone asks when
- TROUBLE when something is wrong
- BROCHURE when someone wants a catalogue
- OTHER in any other case
Format: one label, nothing more
Email: <email>{input}</email>""",
    ),
]


@pytest.mark.parametrize(("language", "text"), WORDINGS)
def test_a_prompt_in_ones_own_words_satisfies_every_text_check(language: str, text: str) -> None:
    findings = [
        states_the_task(text),
        names_every_label(text, LABELS[language]),
        explains_every_label(text, LABELS[language]),
        fixes_the_output(text),
        says_what_to_do_in_doubt(text, FALLBACK[language].casefold()),
        sets_the_data_apart(text),
        keeps_confidential_data_out(text),
        is_written_for_the_model(text),
    ]
    assert [found.message.to(language) for found in findings if not found.has_passed] == []

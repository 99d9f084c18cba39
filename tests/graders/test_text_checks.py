"""What the checks of a prompt's text accept and what they do not."""

import pytest

from terakoya_graders.checks import (
    explains_every_label,
    fixes_the_output,
    gives_examples,
    has_one_slot,
    names_every_label,
    says_what_to_do_in_doubt,
    sets_the_data_apart,
    sets_the_scene,
    states_the_task,
)

JA = ["見積もり", "納期", "トラブル", "資料"]
EN = ["QUOTE", "DELIVERY", "TROUBLE", "BROCHURE"]


@pytest.mark.parametrize(
    "text",
    [
        "次の文章を4つに分けてください。",
        "どのラベルに当てはまるか、1つ選んでください。",
        "あなたの仕事は、メールの分類です。",
        "Please sort this message.",
        "Your task: choose one label for the message.",
        "Classify the inquiry below.",
    ],
)
def test_an_instruction_to_sort_is_recognised(text: str) -> None:
    assert states_the_task(text).quote == text


@pytest.mark.parametrize(
    "text",
    [
        "分類",
        "分類表が届きました。",
        "このメールは分類しないでください。",
        "次のメールに返信を書いてください。",
        "All sorts of messages reach us.",
        "Do not sort this.",
        "Write a reply to this message.",
    ],
)
def test_the_mere_word_is_no_instruction(text: str) -> None:
    finding = states_the_task(text)
    assert not finding.has_passed
    assert finding.quote is None


@pytest.mark.parametrize(
    "text",
    [
        "答えは1語だけにしてください。",
        "ラベルの名前のみを出力してください。",
        "説明は書かず、ラベルを答えてください。説明は書かないでください。",
        "Ａｎｓｗｅｒ　ｗｉｔｈ　ｏｎｅ　ｌａｂｅｌ　ｏｎｌｙ．",
        "Reply with exactly one word.",
        "Return only the label.",
    ],
)
def test_a_fixed_form_of_the_answer_is_recognised(text: str) -> None:
    assert fixes_the_output(text).has_passed


@pytest.mark.parametrize(
    "text",
    [
        "ラベルだけでなく、理由も答えてください。",
        "1つずつ読んでください。",
        "Answer not only with the label but also with a reason.",
        "Only our sales team reads this.",
        "Answer politely.",
    ],
)
def test_half_a_sign_does_not_fix_the_form(text: str) -> None:
    assert not fixes_the_output(text).has_passed


def test_a_label_inside_a_sentence_is_not_offered_as_a_choice() -> None:
    finding = names_every_label("納期遅れのトラブル対応資料と見積もり依頼を読んで分類する。", JA)
    assert not finding.has_passed
    assert "見積もり" in finding.message.ja


@pytest.mark.parametrize(
    "text",
    [
        "見積もり、納期、トラブル、資料のどれかに分類してください。",
        "・見積もり\n・納期\n・トラブル\n・資料",
        "「見積もり」「納期」「トラブル」「資料」から選ぶ",
    ],
)
def test_labels_in_a_list_are_choices(text: str) -> None:
    assert names_every_label(text, JA).has_passed


def test_english_labels_may_be_written_in_small_letters() -> None:
    assert names_every_label("Sort into quote, delivery, trouble or brochure.", EN).has_passed


def test_missing_labels_are_named() -> None:
    finding = names_every_label("Sort into QUOTE or DELIVERY.", EN)
    assert "TROUBLE" in finding.message.en
    assert "BROCHURE" in finding.message.en
    assert "QUOTE" not in finding.message.en
    assert 0 < finding.share < 1


@pytest.mark.parametrize(
    "text",
    [
        "値段の話なら見積もり\n届く日の話なら納期\n故障の話ならトラブル\n案内がほしいなら資料",
        "・値段の話 → 見積もり\n・届く日の話 → 納期\n・故障の話 → トラブル\n・案内の話 → 資料",
        "見積もり（値段や費用）\n納期（届く日や発送）\nトラブル（故障や破損）\n資料（カタログなど）",
        "値段は「見積もり」です。届く日は「納期」です。故障の話は「トラブル」です。案内は「資料」です。",
    ],
)
def test_many_ways_of_explaining_labels_count(text: str) -> None:
    assert explains_every_label(text, JA).has_passed


def test_a_list_of_labels_explains_nothing() -> None:
    text = "QUOTE, DELIVERY, TROUBLE, BROCHURE: choose one."
    assert not explains_every_label(text, EN).has_passed


def test_worked_examples_are_no_explanation_of_labels() -> None:
    text = "\n".join(f"Example: Something about goods -> {label}" for label in EN)
    assert not explains_every_label(text, EN).has_passed
    assert gives_examples(text, EN).has_passed


def test_the_unexplained_label_is_named() -> None:
    finding = explains_every_label("QUOTE: asks for a price\nDELIVERY: asks for a date", EN)
    assert "TROUBLE" in finding.message.en
    assert "QUOTE" not in finding.message.en.partition("Add")[0]


@pytest.mark.parametrize(
    ("text", "fallback"),
    [
        ("迷ったときは「要確認」と書いてください。", "要確認"),
        ("・どれでもない話なら「要確認」", "要確認"),
        ("上の4つ以外は要確認と答える。", "要確認"),
        ("If you are not sure, write CHECK.", "CHECK"),
        ("- none of these fits -> CHECK", "CHECK"),
    ],
)
def test_what_to_do_in_doubt_is_recognised(text: str, fallback: str) -> None:
    assert says_what_to_do_in_doubt(text, fallback).has_passed


@pytest.mark.parametrize("text", ["要確認", "CHECK the message.", "お客様は迷っています。"])
def test_a_word_alone_does_not_say_what_to_do_in_doubt(text: str) -> None:
    assert not says_what_to_do_in_doubt(text, "要確認").has_passed


@pytest.mark.parametrize(
    "text",
    ["「{input}」", "問い合わせ：\n{input}", "---\n{input}\n---", "<mail>\n{input}\n</mail>"],
)
def test_data_that_is_set_apart_is_recognised(text: str) -> None:
    assert sets_the_data_apart("分類してください。\n" + text).has_passed


def test_data_that_runs_on_from_the_instruction_is_not_set_apart() -> None:
    assert not sets_the_data_apart("Sort this {input} into one of four groups").has_passed


def test_a_missing_and_a_doubled_slot_are_told_apart() -> None:
    assert "{input}" in has_one_slot("分類してください。").message.ja
    assert "2か所" in has_one_slot("{input} {input}").message.ja


def test_a_scene_needs_a_person_and_a_purpose() -> None:
    assert sets_the_scene("営業担当に回すための仕分けです。").has_passed
    assert not sets_the_scene("次の文章を分類してください。").has_passed

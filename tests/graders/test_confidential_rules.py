"""The small set of rules against confidential input."""

import pytest

from terakoya_graders.checks import keeps_confidential_data_out
from terakoya_graders.checks.confidential import is_card_number, is_my_number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("返信先は sato@example.co.jp です。", "an e-mail address"),
        ("電話は03-1234-5678です。", "a phone number"),
        ("携帯 ０９０１２３４５６７８", "a phone number"),
        ("カードは4111 1111 1111 1111です。", "a card number"),
        ("番号は1234 5678 9018です。", "a My Number"),
        ("〒100-0001 東京都", "a postal address"),
        ("佐藤様からのメールです。", "a person’s name"),
        ("A message from Mr. Smith", "a person’s name"),
        ("株式会社みどりに送ります。", "a company’s name"),
        ("【社外秘】来期の計画", "a mark of internal documents"),
        ("password: hunter2024", "a key or password"),
    ],
)
def test_confidential_parts_are_named_and_quoted(text: str, kind: str) -> None:
    finding = keeps_confidential_data_out(text)
    assert not finding.has_passed
    assert kind in finding.message.en
    assert finding.quote


@pytest.mark.parametrize(
    "text",
    [
        "お客様からのお問い合わせを分類してください。",
        "皆様、各位様、ご担当者様へ",
        "2026年11月21日までに300本",
        "1234 5678 9012",
        "Keep the customer's message confidential.",
        "Sort Mr and Mrs as titles.",
        "答えは4つのうち1つです。",
    ],
)
def test_harmless_sentences_pass(text: str) -> None:
    assert keeps_confidential_data_out(text).has_passed


def test_check_digits_decide() -> None:
    assert is_card_number("4111 1111 1111 1111")
    assert not is_card_number("4111 1111 1111 1112")
    assert is_my_number("123456789018")
    assert not is_my_number("123456789012")

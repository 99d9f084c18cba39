"""The guard finds what must not go out, says so, and leaves ordinary work alone."""

import pytest

from terakoya.gateway.guard.inspection import blocking, inspect
from terakoya.gateway.guard.kinds import Action, GuardKind, GuardPolicy, usual_policy
from terakoya.language import Language

POLICY = usual_policy("プロジェクト朝霧, Asagiri*, ブルーバード")

FOUND = """\
my-number|マイナンバーは６２１４－９８３２－０２５７です
my-number|個人番号 621498320257 を登録
my-number|My number 6214 9832 0257 please
corporate-number|法人番号5835678256246の会社
corporate-number|T5835678256246
card|カード 4111 1111 1111 1111 期限 12/27
card|4111-1111-1111-1111
card|My Amex is 3782 822463 10005.
card|JCB 3530111333300000で
bank-account|みずほ銀行 新宿支店 普通 1234567
bank-account|普通預金口座　７６５４３２１ に振込
bank-account|口座番号：1234567
bank-account|account number 1234567
bank-account|IBAN GB33BUKB20201555555555
bank-account|ゆうちょ 記号10010 番号12345671
phone|電話は03-1234-5678です
phone|090ー1234ー5678まで
phone|０９０１２３４５６７８
phone|(03) 1234-5678
phone|03(1234)5678
phone|+81-90-1234-5678
phone|Call me at +1 (415) 555-2671
phone|call 415-555-2671 today
phone|(415) 555-2671
phone|+44 20 7946 0958
phone|TEL 0312345678
phone|tel:0312345678
email|taro.yamada@example.co.jp へ
email|連絡はｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍまで
email|Write to bob+x@mail.example.org.
secret|パスワードは Sakura#2024 です
secret|password: hunter2!x
secret|APIキー: sk-proj-abcdefghijklmnopqrstuvwx1234
secret|AKIAIOSFODNN7EXAMPLE
secret|ghp_abcdefghijklmnopqrstuvwxyz0123456789
secret|暗証番号は4821です
secret|postgres://app:s3cr3tPw@db.local/x
secret|-----BEGIN RSA PRIVATE KEY-----
secret|The password is "Tokyo2026!"
internal-mark|【社外秘】来期の価格表
internal-mark|社外秘
internal-mark|(取扱注意) 名簿
internal-mark|㊙ 新製品の仕様
internal-mark|CONFIDENTIAL - price list
internal-mark|[Internal use only] plan
internal-mark|この資料は社外秘です。要約して
internal-mark|This document is confidential. Summarise it.
internal-mark|＜社外秘＞
internal-mark|Confidential: merger plan
company-word|プロジェクト朝霧の予定
company-word|asagiri2の件
company-word|ブルーバードの発売日"""

HARMLESS = """\
受注番号は123456789012です
マイナンバーカードの申請方法を教えて
製品コード 4901234567894 の在庫
2026年11月21日から2026-12-05まで
金額は1,234,567円です
普通の1234567円の見積
社外秘の資料を扱うときの注意を教えてください
機密情報を入れてはいけない理由は？
「社外秘」とはどういう意味ですか
How should I treat confidential documents?
Please keep this confidential from no one.
パスワードは8文字以上にしてください
The password is required for login.
How do I reset my password?
パスワードを忘れた社員への案内文
バージョン 3.11.2 から 3.12.0 へ
https://example.com/item/0312345678901
郵便番号 150-0001 渋谷区
TEL欄を空けてください
ISBN 978-4-10-101001-3
会議は10:30-11:45、参加者は12名
1234-5678-9012 という伝票
@mentions で通知
売上は 4111 百万円、4112 百万円
IP address 192.168.10.254
普通口座を開設するには
order 415-5552671
the token count is 4096 tokens
API key の管理方法
Tokyo 2020-2021-2022 report
予算は 090 万円
見積No.2026-0312-4567
請求書番号 INV-2026-001234
シリアル: 00012-34567-89012
account 2026"""


@pytest.mark.parametrize("line", FOUND.splitlines())
def test_confidential_input_is_found_as_what_it_is(line: str) -> None:
    kind, text = line.split("|", 1)
    assert [finding.kind.value for finding in inspect([text], POLICY)] == [kind]


@pytest.mark.parametrize("text", HARMLESS.splitlines())
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert inspect([text], POLICY) == []


def test_a_finding_points_to_what_was_typed_also_in_full_width() -> None:
    text = "番号は６２１４９８３２０２５７です。ﾌﾞﾙｰﾊﾞｰﾄﾞの件。"
    findings = inspect(["ok", text], POLICY)
    passages = [text[item.start : item.end] for item in findings]
    assert passages == ["６２１４９８３２０２５７", "ﾌﾞﾙｰﾊﾞｰﾄﾞ"]
    assert {item.text_index for item in findings} == {1}


def test_a_finding_says_what_where_and_why_without_repeating_all_of_it() -> None:
    (finding,) = inspect(["カード 4111 1111 1111 1111"], POLICY)
    assert finding.sentence.to(Language.JA).startswith("「41…11」はカード番号のようです。")
    assert finding.sentence.to(Language.EN).startswith("“41…11” looks like a card number.")
    assert "1111 1111" not in str(finding.as_dict())


def test_one_passage_gives_one_finding() -> None:
    findings = inspect(["postgres://app:s3cretPw1@db.example.com/x"], POLICY)
    assert [item.kind for item in findings] == [GuardKind.SECRET]


def test_what_only_warns_does_not_block() -> None:
    findings = inspect(["090-1234-5678 と 4111111111111111"], POLICY)
    assert [item.kind for item in findings] == [GuardKind.PHONE, GuardKind.CARD]
    assert [item.kind for item in blocking(findings)] == [GuardKind.CARD]


def test_a_policy_can_allow_a_kind_and_blocks_one_it_forgot() -> None:
    policy = GuardPolicy(actions={GuardKind.EMAIL: Action.ALLOW})
    findings = inspect(["taro@example.com 090-1234-5678"], policy)
    assert [(item.kind, item.action) for item in findings] == [(GuardKind.PHONE, Action.BLOCK)]


def test_every_kind_has_an_action_of_its_own() -> None:
    assert set(usual_policy().actions) == set(GuardKind)


def test_a_long_text_is_inspected_in_a_moment() -> None:
    text = "お問い合わせの内容は 12-34 のとおりです。password is long " * 600
    assert inspect([text], POLICY) == []

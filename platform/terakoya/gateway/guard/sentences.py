"""What a person reads about a finding: what it seems to be, and why it should not go out."""

from terakoya.gateway.guard.kinds import GuardKind, shown
from terakoya.language import Text

NAMES = {
    GuardKind.MY_NUMBER: Text("マイナンバー", "a My Number"),
    GuardKind.CORPORATE_NUMBER: Text("法人番号", "a corporate number"),
    GuardKind.CARD: Text("カード番号", "a card number"),
    GuardKind.BANK_ACCOUNT: Text("銀行口座", "a bank account"),
    GuardKind.PHONE: Text("電話番号", "a phone number"),
    GuardKind.EMAIL: Text("メールアドレス", "an e-mail address"),
    GuardKind.SECRET: Text("パスワードや鍵", "a password or key"),
    GuardKind.INTERNAL_MARK: Text("社内文書の印", "the mark of an internal document"),
    GuardKind.COMPANY_WORD: Text("社外に出さない言葉", "a word your company keeps inside"),
}
REASONS = {
    GuardKind.MY_NUMBER: Text(
        "法律で決められた目的のほかには使えません。「〔番号〕」などに置き換えてください。",
        "The law allows it for named purposes only. Write [number] instead.",
    ),
    GuardKind.CORPORATE_NUMBER: Text(
        "取引先が分かってしまいます。なくても頼めるなら消してください。",
        "It tells which company you mean. If the request works without it, leave it out.",
    ),
    GuardKind.CARD: Text(
        "悪用されるおそれがあります。「〔カード番号〕」などに置き換えてください。",
        "It can be misused. Write [card number] instead.",
    ),
    GuardKind.BANK_ACCOUNT: Text(
        "悪用されるおそれがあります。「〔口座番号〕」などに置き換えてください。",
        "It can be misused. Write [account number] instead.",
    ),
    GuardKind.PHONE: Text(
        "個人や取引先が分かってしまいます。「〔電話番号〕」などに置き換えてください。",
        "It tells who a person or customer is. Write [phone number] instead.",
    ),
    GuardKind.EMAIL: Text(
        "個人や取引先が分かってしまいます。「〔メールアドレス〕」などに置き換えてください。",
        "It tells who a person or customer is. Write [e-mail address] instead.",
    ),
    GuardKind.SECRET: Text(
        "知った人がだれでも使えてしまいます。消して、もう使われていたら変更してください。",
        "Whoever sees it can use it. Take it out, and change it if it is in use.",
    ),
    GuardKind.INTERNAL_MARK: Text(
        "社内だけで扱う文書のようです。中身を使ってよいか、会社のルールを確かめてください。",
        "This seems to be a document for inside the company. Check your company's rules first.",
    ),
    GuardKind.COMPANY_WORD: Text(
        "会社が社外に出さないと決めた言葉です。別の言い方に置き換えてください。",
        "Your company decided that it stays inside. Use other words.",
    ),
}


def finding_sentence(kind: GuardKind, passage: str) -> Text:
    """What, where and why; of the passage only its two ends are repeated."""
    name, reason, ends = NAMES[kind], REASONS[kind], shown(passage)
    return Text(
        f"「{ends}」は{name.ja}のようです。{reason.ja}",
        f"“{ends}” looks like {name.en}. {reason.en}",
    )

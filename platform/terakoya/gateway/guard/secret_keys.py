"""Keys, tokens and passwords; the shapes are those that their issuers publish."""

import re
from collections.abc import Iterator

from terakoya.gateway.guard.kinds import GuardKind, Span

ISSUED = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[0-9A-Z]{16}"  # Amazon
    r"|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}"
    r"|glpat-[A-Za-z0-9_-]{20,}"  # GitLab
    r"|sk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}"  # OpenAI and others after its pattern
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"  # Stripe
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}"  # Slack
    r"|AIza[0-9A-Za-z_-]{35}"  # Google
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"  # SendGrid
    r"|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{16,}|hf_[A-Za-z0-9]{30,}"
    r"|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"  # JSON Web Token
    r")"
)
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
ADDRESS_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@]+@[\w.-]+")
ACCOUNT_KEY = re.compile(r"AccountKey=([A-Za-z0-9+/]{40,}={0,2})")
NAMED = re.compile(
    r"(?:pass ?word|passwd|pwd|passphrase|secret(?: key)?|api[ _-]?key|access[ _-]?(?:key|token)"
    r"|auth[ _-]?token|client[ _-]?secret|パスワード|パスフレーズ|暗証番号|秘密鍵|APIキー"
    r"|アクセスキー|アクセストークン|シークレット)"
    r"[\"']?\s*(?:[:=]|は|is\b|→)\s*[\"'「『`]?([!-&(-~]{4,})",
    re.IGNORECASE,
)
PIN = re.compile(r"(?:暗証番号|PIN(?: code)?)\s*(?:[:=]|は|is\b)\s*[「]?(\d{4,8})(?!\d)")
SHORTEST_PASSWORD = 6
PLACEHOLDERS = re.compile(r"[<{$%*x.]|your|example|none|null|true|false|required", re.IGNORECASE)


def find_secrets(text: str) -> Iterator[Span]:
    """Keys, tokens and passwords of a normalised text."""
    for pattern in (ISSUED, PRIVATE_KEY, ADDRESS_WITH_PASSWORD):
        for match in pattern.finditer(text):
            yield Span(GuardKind.SECRET, match.start(), match.end())
    for pattern in (ACCOUNT_KEY, PIN):
        for match in pattern.finditer(text):
            yield Span(GuardKind.SECRET, match.start(1), match.end(1))
    for match in NAMED.finditer(text):
        if _looks_chosen(match[1]):
            yield Span(GuardKind.SECRET, match.start(1), match.end(1))


def _looks_chosen(value: str) -> bool:
    """Whether a word after "password is" is a password and not the sentence going on."""
    word = value.rstrip(".,;:!?)\"'」』`")
    kinds = (
        any(character.isalpha() for character in word),
        any(character.isdigit() for character in word),
        any(not character.isalnum() for character in word),
    )
    return len(word) >= SHORTEST_PASSWORD and sum(kinds) > 1 and not PLACEHOLDERS.match(word)

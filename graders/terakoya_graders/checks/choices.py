"""Short questions about judgement: a letter, and a reason in the learner's own words."""

import re
from collections.abc import Mapping

from terakoya_graders.findings import Finding, not_yet, passed
from terakoya_graders.languages import Text
from terakoya_graders.reading import normal_form
from terakoya_graders.registry import check

FEWEST_REASON_LETTERS = 6
CHOICE = re.compile(
    r"^\W*(?:(?:答え|回答|選択|answer|my answer|i choose|i pick)(?:は|\s+is)?\W*)?([a-e])(?![a-z])"
)
EXAMPLE = {"key": "b", "why": {"a": Text("", ""), "b": Text("はい。", "Yes.")}}


@check(
    ja="B：人が確かめてから返信するためです。",
    en="B: because a person should look before replying.",
    options={"ja": EXAMPLE, "en": EXAMPLE},
)
def chooses(text: str, key: str, why: Mapping[str, Text]) -> Finding:
    """The answer names one letter, the right one, with a reason in a few words.

    `why` says for every letter what follows from choosing it, so that a wrong answer teaches.
    """
    match = CHOICE.match(normal_form(text))
    letter = match.group(1) if match else ""
    if letter not in why:
        return not_yet(
            Text(
                ja="はじめに記号を1つ書いて、続けて理由をひと言添えてください。例：「A：…だから」",
                en="Begin with one of the letters and add your reason in a few words: "
                "“A: because …”.",
            )
        )
    if letter != key:
        return not_yet(why[letter], letter.upper())
    reason = re.sub(r"[\W_]+", "", CHOICE.sub("", normal_form(text)))
    if len(reason) < FEWEST_REASON_LETTERS:
        return not_yet(
            Text(
                ja="選び方は合っています。なぜそう考えたか、ひと言添えてみましょう。",
                en="That is the right choice. Add in a few words why you think so.",
            ),
            share=0.5,
        )
    return passed(why[letter], letter.upper())

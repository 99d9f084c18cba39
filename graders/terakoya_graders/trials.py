"""Trying a prompt on the open samples, with a table that grows while the model answers."""

from collections.abc import Sequence
from html import escape
from itertools import count

from terakoya_graders.display import FONT, publish, say_in_notebook
from terakoya_graders.failures import NotChecked
from terakoya_graders.languages import Text
from terakoya_graders.letters import written_prompt
from terakoya_graders.reading import SLOT
from terakoya_graders.session import say
from terakoya_graders.sorting import Items, Sorted, sort_one

WRITE_FIRST = Text(
    ja="頼みごとがまだ書かれていません。上の箱に書いてから、もう一度試してください。",
    en="There is no request yet. Write it in the box above, then try again.",
)
SLOT_MISSING = Text(
    ja=f"{SLOT} がないので、AIにお客様の文章が届きません。{SLOT} を入れてから試してみましょう。",
    en=f"Without {SLOT} no message reaches the AI. Put {SLOT} in, then try.",
)
ASKING = Text(ja="AIに聞いています（{done}/{all}）…", en="Asking the AI ({done} of {all}) …")
RIGHT = Text(
    ja="{all}通のうち{right}通が正しく仕分けられました。",
    en="{right} of {all} messages sorted correctly.",
)
HEADS = (
    Text("お客様の文章", "Message"),
    Text("AIの答え", "Answer"),
    Text("正しいラベル", "Right label"),
)
IS_RIGHT = Text("○ 合っています", "○ right")
IS_LONG = Text("△ ラベルだけではありません", "△ not just a label")
IS_WRONG = Text("△ 別のラベルです", "△ another label")
CELL = "text-align:left;vertical-align:top;padding:.35em .7em;border-bottom:1px solid #8884"
LONGEST_ANSWER = 120

_numbers = count(1)


def try_on(samples: Items, labels: Sequence[str], *, prompt: str, fallback: str) -> None:
    """Fill the prompt cell `prompt` with each open sample, ask the model, show a table.

    `fallback` is the answer for doubtful cases. Says in a sentence what is missing when there is
    no prompt, no slot or no model; never raises.
    """
    text = written_prompt(prompt)
    if not text.strip():
        say_in_notebook(say(WRITE_FIRST), outcome="not-tried")
        return
    if SLOT not in text:
        say_in_notebook(say(SLOT_MISSING), outcome="not-yet")
        return
    _ask_one_by_one(text, samples, [*labels, fallback])


def _ask_one_by_one(text: str, samples: Items, answers: Sequence[str]) -> None:
    display_id = f"terakoya-trial-{next(_numbers)}"
    rows: list[Sorted] = []
    _show(rows, _progress(rows, samples), display_id, update=False)
    for sample in samples:
        try:
            rows.append(sort_one(text, sample, answers))
        except NotChecked as failure:
            _show(rows, say(failure.message), display_id, update=True)
            return
        _show(rows, _progress(rows, samples), display_id, update=True)


def _progress(rows: Sequence[Sorted], samples: Items) -> str:
    if len(rows) < len(samples):
        return say(ASKING).format(done=len(rows), all=len(samples))
    return say(RIGHT).format(right=sum(row.is_right for row in rows), all=len(samples))


def _show(rows: Sequence[Sorted], status: str, display_id: str, *, update: bool) -> None:
    plain = "\n".join([status, *(f"{row.text} -> {row.answer} ({verdict(row)})" for row in rows)])
    html = (
        f'<div style="{FONT};line-height:1.7">{_table(rows) if rows else ""}'
        f'<p role="status">{escape(status)}</p></div>'
    )
    publish({"text/plain": plain, "text/html": html}, display_id=display_id, update=update)


def verdict(row: Sorted) -> str:
    """In words how an answer compares with the right label."""
    if row.is_right:
        return say(IS_RIGHT)
    return say(IS_LONG if row.label is None else IS_WRONG)


def _table(rows: Sequence[Sorted]) -> str:
    heads = "".join(f'<th scope="col" style="{CELL}">{escape(say(head))}</th>' for head in HEADS)
    body = "".join(_row(row) for row in rows)
    style = f"border-collapse:collapse;color:inherit;{FONT}"
    return f'<table style="{style}"><tr>{heads}</tr>{body}</table>'


def _row(row: Sorted) -> str:
    answer = row.answer if len(row.answer) <= LONGEST_ANSWER else row.answer[:LONGEST_ANSWER] + "…"
    cells = (
        escape(row.text),
        escape(answer),
        f"{escape(row.expected)}<br><small>{escape(verdict(row))}</small>",
    )
    return "<tr>" + "".join(f'<td style="{CELL}">{cell}</td>' for cell in cells) + "</tr>"

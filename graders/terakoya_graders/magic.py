"""The `%%prompt NAME` magic: running a prompt cell keeps its text, and says so."""

from typing import Any

from terakoya_graders.display import running_shell, say_in_notebook
from terakoya_graders.languages import Text
from terakoya_graders.letters import letter_text, prompts, read_prompt_cell
from terakoya_graders.session import say

NAMELESS = Text(
    ja="1行目を「%%prompt 名前」の形に戻してください。"
    "名前がないと、文章をしまう場所が決まりません。",
    en="Please put the first line back to “%%prompt NAME”. "
    "Without the name there is no place to keep your text.",
)
EMPTY = Text(
    ja="まだ何も書かれていません。ここに、ふだんの言葉で書いてみましょう。",
    en="There is nothing here yet. Write here in your own words.",
)
STORED = Text(
    ja="受け取りました（{count}文字）。",
    en="Got it ({count} characters).",
)


def prompt(line: str, cell: str = "") -> None:
    """Keep the cell's text under the name in `line`, and confirm it in the learner's language."""
    name = line.strip()
    if not name:
        say_in_notebook(say(NAMELESS), outcome="not-yet")
        return
    text = letter_text(cell)
    prompts[name] = text
    if not text.strip():
        say_in_notebook(say(EMPTY), outcome="not-tried")
        return
    say_in_notebook(say(STORED).format(count=len(text.replace("\n", ""))))


def load_ipython_extension(shell: Any) -> None:
    """Make `%%prompt` known to a shell; also what `%load_ext terakoya_graders` calls."""
    shell.register_magic_function(prompt, magic_kind="cell", magic_name="prompt")
    if keep_empty_letters not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(keep_empty_letters)


def keep_empty_letters(lines: list[str]) -> list[str]:
    """Give an empty prompt cell a blank line; IPython answers an empty cell magic with an error."""
    if len(lines) == 1 and read_prompt_cell(lines[0]) is not None:
        return [lines[0].rstrip("\n") + "\n", "\n"]
    return lines


def load_where_possible() -> None:
    """Make `%%prompt` known when this process is a notebook kernel; otherwise do nothing."""
    shell = running_shell()
    if shell is not None:
        load_ipython_extension(shell)

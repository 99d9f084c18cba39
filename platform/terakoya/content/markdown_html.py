"""Markdown to sanitised HTML: nothing that an author writes can run in a reader's browser."""

import functools
import html
import re

import latex2mathml.converter
import markdown
import nh3
import pymdownx.slugs

from terakoya.content.markdown_lists import loosen_lists
from terakoya.language import Language

_EXTENSIONS = [
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.highlight",
    "pymdownx.superfences",
]
# pymdownx.betterem is left out on purpose: with it **「強調」**です stays unbolded.
# pymdownx.tilde likewise: 10~20 and 30~40 would become a subscript.
_EXTENSION_CONFIGS = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.highlight": {"use_pygments": False},
    "tables": {"use_align_attribute": True},
    "toc": {"slugify": pymdownx.slugs.slugify(case="lower")},
}
_BLOCK_TAGS = "blockquote dd div dl dt h2 h3 h4 hr li ol p pre table tbody td th thead tr ul"
_INLINE_TAGS = "a br code del em img kbd rp rt ruby span strong sub sup"
_TAGS = {*_BLOCK_TAGS.split(), *_INLINE_TAGS.split()}
_ATTRIBUTES = {
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
_MATH = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)
_EMPTY_CLASS = re.compile(r' class=""')
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
# Kana, ideographs, full-width forms and Japanese punctuation: no space belongs between two lines.
_WIDE = "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WIDE_LINE_BREAK = re.compile(rf"(?<={_WIDE})\n(?={_WIDE})")


@functools.lru_cache(maxsize=4096)
def to_html(text: str, language: Language) -> str:
    """Return sanitised HTML of a piece of Markdown; the same text is rendered only once.

    English quotation marks become curly: our typeface draws straight ones like closing ones.
    Formulas between dollar signs become MathML. Raises `FormulaError` for one that is not LaTeX.
    """
    converter = markdown.Markdown(
        extensions=[*_EXTENSIONS, "smarty"] if language is Language.EN else _EXTENSIONS,
        extension_configs=_EXTENSION_CONFIGS,
        output_format="html",
    )
    clean = nh3.clean(
        converter.convert(loosen_lists(text)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"span": {"arithmatex"}, "div": {"arithmatex"}},
        url_schemes={"http", "https", "mailto", "term", "fact"},
        link_rel="noopener noreferrer",
    )
    clean = _EMPTY_CLASS.sub("", clean)
    clean = _MATH.sub(_to_mathml, clean)
    return "".join(
        part if part.startswith("<pre>") else _WIDE_LINE_BREAK.sub("", part)
        for part in _PRE.split(clean)
    )


class FormulaError(ValueError):
    """A formula between dollar signs cannot be read as LaTeX; the message is the formula."""


def visible_text(fragment: str) -> str:
    """Return what a reader sees of an HTML fragment, without tags."""
    return html.unescape(nh3.clean(fragment, tags=set()))


def _to_mathml(found: re.Match[str]) -> str:
    formula = html.unescape(found[3])
    display = "block" if found[2] == "[" else "inline"
    try:
        # The converter raises many unrelated exceptions of its own and of Python.
        return str(latex2mathml.converter.convert(formula, display=display))
    except Exception as problem:
        raise FormulaError(formula) from problem

"""A small right course on disk, for tests to break in one place."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from terakoya.content.catalogues import Catalogue, load_catalogue
from terakoya.content.complaints import Complaint
from terakoya.language import Language

TODAY = date(2026, 11, 21)

GLOSSARY = """\
- id: token
  term: {ja: トークン, en: token}
  reading: とーくん
  meaning: {ja: 文章のかけら。, en: A piece of text.}
"""
COURSE = """\
title: {ja: きほん, en: Basics}
summary: {ja: 短いコース。, en: A short course.}
departments: all
required: true
due_in_days: 21
items:
  - lesson: next-token
"""
FACTS = """\
- id: white-paper
  statement: {ja: 4人に1人が使った。, en: One in four has used it.}
  source: 白書
  published_on: 2025-07-08
  verified_on: 2026-11-01
  review_by: 2027-05-15
  status: primary
"""
LESSON_JA = """\
---
title: つづき
goal: 続きだと説明できる
topic: how-it-works
---

[トークン](term:token)を予測します。[](fact:white-paper)

::: question single which
どれですか。

- [ ] あ
  > ちがいます。
- [x] い
  > そのとおりです。
:::

::: question classify sort
分けてください。

categories: 入れる | 入れない

- 名前 => 入れない
  > 個人の情報です。
- 天気 => 入れる
  > 公開されています。
:::

::: question order steps
並べてください。

1. 止める
   > まず止めます。
2. 伝える
   > 次に伝えます。
3. 直す
   > 最後に直します。
:::

::: tomorrow
一つ試しましょう。
:::
"""
LESSON_EN = """\
---
title: Next
goal: Explain that it is a continuation
topic: how-it-works
---

It predicts a [token](term:token). [](fact:white-paper)

::: question single which
Which one?

- [ ] A
  > No.
- [x] B
  > Yes.
:::

::: question classify sort
Sort these.

categories: in | out

- names => out
  > Personal.
- weather => in
  > Public.
:::

::: question order steps
Put in order.

1. stop
   > First stop.
2. tell
   > Then tell.
3. mend
   > Last mend.
:::

::: tomorrow
Try one.
:::
"""


@dataclass(frozen=True)
class CourseFolder:
    """The courses folder of a test; files are named from it."""

    root: Path

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name: str, before: str, after: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert before in text
        self.write(name, text.replace(before, after))

    def load(self, today: date = TODAY) -> Catalogue:
        return load_catalogue(self.root, self.root.parent / "labs", today)

    def lines(self, language: Language = Language.EN) -> list[str]:
        """All complaints as an author reads them."""
        return [one.to_line(language, self.root) for one in self.load().complaints]

    def only_complaint(self) -> Complaint:
        complaints = list(self.load().complaints)
        assert len(complaints) == 1, complaints
        return complaints[0]


JA = "basics/010-next-token.ja.md"
EN = "basics/010-next-token.en.md"


def write_right_course(root: Path) -> CourseFolder:
    """Write the course without any error."""
    folder = CourseFolder(root)
    folder.write("glossary.yml", GLOSSARY)
    folder.write("basics/course.yml", COURSE)
    folder.write("basics/facts.yml", FACTS)
    folder.write(JA, LESSON_JA)
    folder.write(EN, LESSON_EN)
    return folder

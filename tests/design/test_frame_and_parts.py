"""The frame, the parts and the error pages: valid, strict about styles, and complete."""

import re
from itertools import product

import html5lib
import pytest

from pages import TEMPLATES, WEB, render
from terakoya.web.vendor.packages import ICONS

LANGUAGES = ("ja", "en")
STATUSES = (400, 401, 403, 404, 405, 413, 429, 500, 503)
SHEETS = ("tokens", "base", "frame", "components", "data", "marks", "sign-in")
JAPANESE = re.compile(r"[ぁ-んァ-ン一-龥]")


@pytest.fixture(params=product(LANGUAGES, (True, False)), ids=str)
def guide(request: pytest.FixtureRequest) -> str:
    """The page with all parts, signed in and not, in both languages."""
    language, is_signed_in = request.param
    return render(
        "style_guide.html",
        language=language,
        is_signed_in=is_signed_in,
        flashed=[("success", "1"), ("message", "2"), ("error", "3")],
    )


def test_all_parts_are_valid_html(guide: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(guide)
    assert [error for error in parser.errors if error[1] != "expected-doctype-but-got-chars"] == []


def test_no_page_carries_its_own_styles_or_scripts(guide: str) -> None:
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", guide)


def test_ids_are_unique_and_labels_find_their_field(guide: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', guide)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', guide)) <= set(ids)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', guide)).split()
    assert set(described) <= set(ids)


def test_every_form_that_changes_something_carries_the_token() -> None:
    page = render("errors/error.html", status=404)
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert len(forms) == 3
    assert all('name="csrf_token"' in form for form in forms)


@pytest.mark.parametrize(
    "icon_use", sorted(set(re.findall(r"icons\.svg#([\w-]+)", render("style_guide.html"))))
)
def test_every_icon_in_use_is_in_the_sprite(icon_use: str) -> None:
    assert icon_use in ICONS


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_says_what_happened_that_nothing_is_lost_and_what_to_do(
    status: int, language: str
) -> None:
    page = render("errors/error.html", language=language, status=status, is_signed_in=False)
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert main.count("<h1>") == 1
    assert all(f"<{part}" in main for part in ("p>", "strong>", "h2>", 'a class="button"'))
    assert bool(JAPANESE.search(main)) is (language == "ja")


def test_an_english_page_is_english_but_for_names_of_its_own() -> None:
    page = render("errors/error.html", language="en", status=404)
    without_names = page.replace("寺子屋", "").replace("日本語", "").replace("佐藤 愛子", "")
    body = re.sub(r"<!--.*?-->", "", without_names, flags=re.DOTALL)
    assert not JAPANESE.search(body)


def test_a_signed_out_visitor_is_shown_no_places_and_no_sign_out() -> None:
    page = render("errors/error.html", status=404, is_signed_in=False)
    assert "site-nav" not in page
    assert "/sign-out" not in page


def test_a_place_is_shown_only_to_those_who_may_enter() -> None:
    page = render("errors/error.html", status=404, may={"learn"})
    assert 'href="/reports/completion"' not in page
    assert 'href="/status"' not in page


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/", "マイコース"),
        ("/courses/basics/lessons/one", "マイコース"),
        ("/reports/completion", "部署の状況"),
    ],
)
def test_the_header_says_where_one_is(path: str, word: str) -> None:
    header = render("errors/error.html", status=404, path=path).split("</header>", 1)[0]
    places = header.split('class="site-nav"', 1)[1].split("</nav>", 1)[0]
    assert re.findall(r'aria-current="\w+">([^<]+)<', places) == [word]


def test_the_demo_company_is_marked_on_every_page_and_only_there() -> None:
    assert "demo-banner" in render("errors/error.html", status=404, is_demo=True)
    assert "demo-banner" not in render("errors/error.html", status=404, is_demo=False)


def test_all_shared_style_sheets_stay_below_30_kb() -> None:
    assert sum((WEB / "static/css" / f"{name}.css").stat().st_size for name in SHEETS) <= 30_000


def test_every_class_of_the_shared_templates_is_styled() -> None:
    sheets = " ".join((WEB / "static/css" / f"{name}.css").read_text("utf-8") for name in SHEETS)
    styled = set(re.findall(r"\.([a-z][\w-]*)", sheets))
    used = set()
    for name in ("layout", "header", "footer", "components"):
        for value in re.findall(
            r'class="([^"{]*)', (TEMPLATES / f"{name}.html").read_text("utf-8")
        ):
            used.update(word for word in value.split() if not word.endswith("-"))
    assert used - styled == set()

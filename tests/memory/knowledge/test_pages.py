"""Reading pages: what a good one yields, and that each broken one is refused with a line that says what to do."""

from pathlib import Path

import pytest

from memory.knowledge.pages import load_pages, section_id
from qualification.errors import Misconfigured
from tests.memory.knowledge.samples import PRICES, SETUP, write_pages


def _refusal(folder: Path) -> str:
    with pytest.raises(Misconfigured) as caught:
        load_pages(folder)
    return str(caught.value)


def test_a_page_is_read_with_its_sections_in_order(tmp_path: Path) -> None:
    (page,) = load_pages(write_pages(tmp_path, prices=PRICES))
    assert (page.slug, page.title, page.category, page.url) == ("prices", "Prices", "plans", "/help/prices")
    assert [(section.id, section.title) for section in page.sections] == [
        ("the-price", "The price"),
        ("discounts", "Discounts"),
    ]


def test_a_question_belongs_to_the_section_that_it_names(tmp_path: Path) -> None:
    (page,) = load_pages(write_pages(tmp_path, prices=PRICES))
    assert [section.questions for section in page.sections] == [("how much is it",), ("do charities pay less",)]


def test_a_question_without_an_arrow_belongs_to_the_first_section(tmp_path: Path) -> None:
    (page,) = load_pages(write_pages(tmp_path, setup=SETUP))
    assert page.sections[0].questions == ("how do i install it",)


def test_the_text_of_a_section_has_every_word_and_the_markdown_its_source(tmp_path: Path) -> None:
    (page,) = load_pages(write_pages(tmp_path, prices=PRICES))
    price = page.sections[0]
    assert price.text == "Acme costs $10 a month. The price is per workspace. More about it."
    assert price.markdown == "Acme costs $10 a month. The price is per workspace.\n\nMore about it.\n"


def test_a_hash_inside_a_code_block_starts_no_section(tmp_path: Path) -> None:
    fenced = SETUP + "\n```\n## not a heading\n```\n"
    (page,) = load_pages(write_pages(tmp_path, setup=fenced))
    assert len(page.sections) == 1


def test_pages_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    folder = write_pages(tmp_path, b=PRICES, a=SETUP)
    assert [page.slug for page in load_pages(folder)] == ["set-up", "prices"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "prices.md").write_bytes(b"\xef\xbb\xbf" + PRICES.replace("\n", "\r\n").encode())
    (page,) = load_pages(tmp_path)
    assert page.sections[1].quote == "Charities pay half."


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("---\ntitle", "title", "the front matter is missing; begin the file with a line '---'"),
        ("title: Prices", "title: [Prices", "the front matter is not valid YAML; check colons"),
        ("title: Prices\n", "", "mend 'title' in the front matter: Field required"),
        ("slug: prices", "slug: Our Prices", "mend 'slug' in the front matter"),
        ("category: plans", "category: plans\ncolour: red", "mend 'colour' in the front matter"),
        ("-> discounts", "-> rebates", "names a section that the page does not have; use one of: the-price, discounts"),
        ("\n## The price", "\nHello.\n\n## The price", "there is text before the first '## ' heading; move it under"),
        ("## Discounts", "## The price", "two sections are called 'The price'; rename one"),
        ("## Discounts", "##", "a '## ' heading has no words; write a title"),
        ("Charities pay half.", "- Charities", "'Discounts' does not begin with a paragraph"),
        ("Charities pay half.", "Charities " * 60, "'Discounts' does not begin with a paragraph"),
    ],
)
def test_a_broken_page_is_refused_with_one_line_that_says_what_to_do(
    tmp_path: Path, old: str, new: str, advice: str
) -> None:
    assert old in PRICES
    refusal = _refusal(write_pages(tmp_path, prices=PRICES.replace(old, new, 1)))
    assert str(tmp_path / "prices.md") in refusal
    assert advice in refusal
    assert "\n" not in refusal


def test_a_mistake_in_the_front_matter_is_found_by_its_line(tmp_path: Path) -> None:
    refusal = _refusal(write_pages(tmp_path, prices=PRICES.replace("summary: What it costs.", "summary: a: b: c")))
    assert "prices.md, line 4:" in refusal


def test_two_pages_with_one_slug_are_refused_by_name(tmp_path: Path) -> None:
    refusal = _refusal(write_pages(tmp_path, one=PRICES, two=PRICES))
    assert "two.md: the slug 'prices' is already used by one.md; give one of them another." in refusal


def test_a_page_without_sections_is_refused(tmp_path: Path) -> None:
    head = PRICES.split("## ", maxsplit=1)[0]
    assert "the page has no sections; add at least one '## ' heading" in _refusal(write_pages(tmp_path, prices=head))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prices.md").write_bytes(b"---\ntitle: Gr\xf6\xdfe\n---\n")
    assert "the file is not UTF-8 text; save it as UTF-8." in _refusal(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert "there are no pages here; put at least one .md file" in _refusal(tmp_path)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Is there a free version?", "is-there-a-free-version"), ("Erase somebody's data", "erase-somebodys-data")],
)
def test_an_anchor_is_made_of_the_words_of_the_title(title: str, expected: str) -> None:
    assert section_id(title) == expected

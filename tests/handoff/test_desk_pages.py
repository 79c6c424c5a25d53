"""What reps see: the queue in its order, conversations with their reasons, decisions that add up, leads."""

import re
from dataclasses import replace

import httpx
import pytest

from handoff.contract import MoodView, RepNote
from qualification.conversation import Author, ClosedBy, HandoffStatus, Message, Source
from qualification.errors import Unavailable
from qualification.understanding import MoodSign, MoodWord, Sentiment, Urgency
from tests.handoff.conftest import sign_in
from tests.handoff.desk_app import BRAND, FakeDesk
from tests.handoff.fakes import utc_now
from tests.handoff.reading import words_of
from tests.handoff.samples import PRIYA

SCRIPT = "<script>alert(1)</script>"
SPOILT_MOOD = MoodView(Sentiment.NEGATIVE, Urgency.NONE, (MoodWord(MoodSign.SENTIMENT, SCRIPT, -1.0),))
PAGES = [
    "/desk",
    "/desk?show=all",
    "/desk/conversations",
    "/desk/conversations/c-dana",
    "/desk/conversations/c-dana/decisions",
    "/desk/leads",
    "/desk/leads/l-dana",
]


@pytest.fixture
async def rep(guest: httpx.AsyncClient) -> httpx.AsyncClient:
    """Priya, signed in."""
    await sign_in(guest, PRIYA)
    return guest


async def test_l6_the_queue_shows_waiting_handoffs_in_the_order_given(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk")).text
    assert re.findall(r'id="card-([^"]+)"', page) == ["h-dana", "h-support", "h-late"]


async def test_the_filters_show_ones_own_and_everybodys_handoffs(rep: httpx.AsyncClient) -> None:
    mine = (await rep.get("/desk?show=mine")).text
    everybody = (await rep.get("/desk?show=all")).text
    assert re.findall(r'id="card-([^"]+)"', mine) == ["h-mine"]
    assert len(re.findall(r'id="card-([^"]+)"', everybody)) == 5
    assert "With Marco Ruiz" in words_of(everybody)


async def test_a_lead_of_whom_nothing_is_known_is_named_by_the_time_of_the_visit(rep: httpx.AsyncClient) -> None:
    named = r"Visitor of \d{1,2} \w{3} \d{4}, \d\d:\d\d UTC"
    everybody = words_of((await rep.get("/desk/leads")).text)
    assert re.search(named, everybody)
    assert "Unknown visitor" not in everybody
    alone = (await rep.get("/desk/leads/l-none")).text
    assert re.search(rf"<title>[^<]*{named}", alone)
    assert re.search(named, words_of(alone))


async def test_an_unknown_filter_shows_who_waits(rep: httpx.AsyncClient) -> None:
    assert 'id="card-h-dana"' in (await rep.get("/desk?show=%3Cscript%3E")).text


async def test_h1_a_card_says_who_why_now_and_what_to_say_first(rep: httpx.AsyncClient) -> None:
    words = words_of((await rep.get("/desk")).text)
    assert "Dana Whitfield Acme Robotics" in words
    assert "Asked for a person. Wants single sign-on and a price for 50 people before January." in words
    assert "Say first Hi Dana, Scale is the plan with single sign-on." in words
    assert "Unknown Budget Role Use case" in words
    assert "Waiting 2:4" in words


async def test_the_title_says_how_many_wait(rep: httpx.AsyncClient) -> None:
    assert "<title>(3) Queue · Foyer desk</title>" in (await rep.get("/desk")).text


async def test_a_fragment_is_the_page_without_its_frame(rep: httpx.AsyncClient) -> None:
    fragment = (await rep.get("/desk", headers={"X-Desk-Fetch": "1"})).text
    assert fragment.strip().startswith('<div id="desk"')
    assert "<html" not in fragment
    assert "Dana Whitfield" in fragment


async def test_m4_every_sentence_of_the_brief_names_its_messages(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-dana")).text
    assert '<li data-messages="5 7"><bdi>Dana Whitfield of Acme Robotics wants' in page
    assert 'href="#m7" data-message="7" aria-label="Message 7"' in page


async def test_a_corrected_fact_shows_what_it_replaced_and_where_it_comes_from(rep: httpx.AsyncClient) -> None:
    words = words_of((await rep.get("/desk/conversations/c-dana")).text)
    assert "Team size 50 people 5 before: about 40 people" in words


async def test_s1_the_displayed_parts_of_a_score_add_up(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk")).text
    totals = []
    for table in re.findall(r'<table class="sum">.*?</table>', page, re.DOTALL):
        *parts, total = [float(points) for points in re.findall(r'sum-points">([\d.]+)<', table)]
        assert sum(parts) == pytest.approx(total)
        totals.append(total)
    assert totals[:2] == [0.7, 82]


async def test_s6_the_decisions_show_outcome_confidence_reason_source_and_evidence(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-dana/decisions")).text
    words = words_of(page)
    assert "Answer from knowledge 76 % The question is known and a page answers it" in words
    assert "Source Signals, weighed together" in words
    assert 'href="/desk/conversations/c-dana#m9">Message 9</a>' in page
    assert "Rule: a wish for a person is obeyed" in words
    assert 'title="Rule D4 of the rulebook, version 1"' in page
    assert "A hard rule decided; no weights were added up." in words
    assert "rulebook 2026-11-18.2" in words


async def test_s6_the_decisions_show_the_words_that_made_a_turn_sound_as_it_does(rep: httpx.AsyncClient) -> None:
    words = words_of((await rep.get("/desk/conversations/c-dana/decisions")).text)
    assert "Hurries: before january 0.4" in words
    assert words.count("Hurries") == 1, "a turn without such words says nothing of it"


async def test_d3_the_displayed_contributions_add_up_to_the_displayed_sum(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-dana/decisions")).text
    tables = re.findall(r'<table class="sum">.*?</table>', page, re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        shown = [points.replace("−", "-") for points in re.findall(r'sum-points">([−\d.]+)<', table)]
        *parts, total = map(float, shown)
        assert sum(parts) == pytest.approx(total)


async def test_an_intent_below_the_border_is_called_unknown(rep: httpx.AsyncClient) -> None:
    words = words_of((await rep.get("/desk/conversations/c-dana/decisions")).text)
    assert "Correct 46 % Below 50 %: taken as something the assistant does not know." in words


async def test_c3_a_lead_shows_its_timeline_newest_first(rep: httpx.AsyncClient) -> None:
    words = words_of((await rep.get("/desk/leads/l-dana")).text)
    told = [
        "New → contacted: by mail",
        "Marco Ruiz kept a note.",
        "Handoff requested: ",
        "Captured from the chat (website).",
    ]
    places = [words.index(text) for text in told]
    assert places == sorted(places)
    assert "chat:website" not in words


@pytest.mark.parametrize("address", PAGES)
async def test_words_of_visitors_are_always_escaped(rep: httpx.AsyncClient, desk: FakeDesk, address: str) -> None:
    spoil(desk)
    page = (await rep.get(address)).text
    assert SCRIPT not in page
    assert "javascript:" not in page.replace(SCRIPT, "")


def spoil(desk: FakeDesk) -> None:
    """Every place of a visitor's words holds a script."""
    actions = desk.actions
    card = replace(actions.cards["h-dana"], who=SCRIPT, company=SCRIPT, last_words=SCRIPT, opener=SCRIPT, reason=SCRIPT)
    actions.cards["h-dana"] = card
    thread = actions.threads["c-dana"]
    source = Source(SCRIPT, "javascript:alert(1)")
    actions.threads["c-dana"] = replace(
        thread,
        card=card,
        page_url=SCRIPT,
        messages=(Message(1, Author.VISITOR, SCRIPT, utc_now(), sources=(source,), choices=(SCRIPT,)),),
        notes=(RepNote(SCRIPT, SCRIPT, utc_now()),),
        facts=tuple(replace(fact, value=SCRIPT, replaced=(SCRIPT,)) for fact in thread.facts),
        turns=tuple(
            replace(turn, entities=(("name", SCRIPT),), reason=SCRIPT, mood=SPOILT_MOOD) for turn in thread.turns
        ),
    )
    actions.lead_rows = [replace(lead, who=SCRIPT, company=SCRIPT, email=SCRIPT) for lead in actions.lead_rows]


@pytest.mark.parametrize("address", ["/desk/conversations/nothing", "/desk/leads/nothing"])
async def test_a_page_that_does_not_exist_says_so_and_leads_back(rep: httpx.AsyncClient, address: str) -> None:
    answer = await rep.get(address)
    assert answer.status_code == 404
    assert "does not exist" in words_of(answer.text)
    assert "Back to the queue" in words_of(answer.text)


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (Unavailable("The database does not answer. Try again in a moment."), 503, "The database does not answer."),
        (ZeroDivisionError("secret detail"), 500, "Something went wrong on our side and nothing was changed."),
    ],
)
async def test_a_failure_becomes_a_page_that_says_what_to_do(
    rep: httpx.AsyncClient, desk: FakeDesk, failure: Exception, status: int, said: str
) -> None:
    desk.actions.failure = failure
    answer = await rep.get("/desk")
    assert answer.status_code == status
    assert said in words_of(answer.text)
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


async def test_a_failed_fragment_is_a_reason_for_the_script(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    desk.actions.failure = Unavailable("The database does not answer. Try again in a moment.")
    answer = await rep.get("/desk", headers={"X-Desk-Fetch": "1"})
    assert answer.status_code == 503
    assert answer.json()["error"]["reason"] == "The database does not answer. Try again in a moment."


async def test_d9_looking_at_a_page_makes_a_rep_present_and_refreshing_does_not(
    rep: httpx.AsyncClient, desk: FakeDesk
) -> None:
    await rep.get("/desk")
    assert desk.actions.seen == [PRIYA.id]
    await rep.get("/desk", headers={"X-Desk-Fetch": "1"})
    assert desk.actions.seen == [PRIYA.id]


async def test_a_conversation_of_somebody_else_has_no_way_to_answer(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-marco")).text
    assert 'id="reply"' not in page
    assert "Marco Ruiz has this conversation." in words_of(page)
    assert 'id="note"' in page


async def test_d15_a_conversation_that_silence_closed_says_that_and_that_it_can_go_on(
    rep: httpx.AsyncClient, desk: FakeDesk
) -> None:
    silent = replace(desk.actions.threads["c-assistant"], status="closed", closed_by=ClosedBy.SILENCE)
    desk.actions.threads["c-assistant"] = silent
    page = words_of((await rep.get("/desk/conversations/c-assistant")).text)
    assert "Closed after silence. If the visitor writes again, this conversation goes on." in page
    assert "a new one begins" not in page
    assert "Closed after silence" in words_of((await rep.get("/desk/conversations")).text)


async def test_a_closed_conversation_says_so(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    page = (await rep.get("/desk/conversations/c-closed")).text
    assert "This conversation is closed." in words_of(page)
    assert "Closed: Meeting booked" in words_of(page)
    assert desk.actions.threads["c-closed"].card is not None
    assert desk.actions.threads["c-closed"].card.status is HandoffStatus.CLOSED


async def test_static_files_are_kept_for_good_under_their_build_and_nothing_else_is_served(
    rep: httpx.AsyncClient,
) -> None:
    page = (await rep.get("/desk")).text
    found = re.search(r'src="(/desk/static/[0-9a-f]+/)desk.js"', page)
    assert found
    script = await rep.get(found.group(1) + "desk.js")
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" not in (await rep.get("/desk/static/old/desk.js")).headers["cache-control"]
    for name in ("%2e%2e/router.py", "vendor/..%2f..%2frouter.py", "nothing.js", "vendor"):
        assert (await rep.get(found.group(1) + name)).status_code == 404


async def test_the_desk_wears_the_mark_of_the_companys_website(guest: httpx.AsyncClient) -> None:
    door = await guest.get("/desk/sign-in")
    await sign_in(guest, PRIYA)
    for page in (door, await guest.get("/desk")):
        assert f'd="{BRAND.mark}" fill="{BRAND.colour_light}"' in page.text
        assert f'd="{BRAND.mark}" fill="{BRAND.colour_dark}"' in page.text
    found = re.search(r'<link rel="icon" href="([^"]+)"', door.text)
    assert found
    icon = await guest.get(found.group(1))
    assert icon.headers["content-type"] == "image/svg+xml"
    assert BRAND.mark in icon.text


async def test_the_number_waiting_is_the_same_in_title_badge_tab_and_list(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk")).text
    assert "<title>(3) Queue" in page
    assert '<b class="badge">3<' in page
    assert "Waiting 3 Mine 1 All 5" in words_of(page)
    assert len(re.findall(r'id="card-', page)) == 3


async def test_beside_a_conversation_each_count_is_that_of_the_list_below_it(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-dana")).text
    waiting, mine = re.findall(r'<h2 class="rail-title">.*?(?=<h2|</aside>)', page, re.DOTALL)
    assert "<title>(3)" in page
    assert ('<span class="count">3</span>' in waiting, waiting.count("<li")) == (True, 3)
    assert ('<span class="count">1</span>' in mine, mine.count("<li")) == (True, 1)


async def test_a_list_that_is_longer_than_what_is_shown_says_so(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    desk.actions.shown = 2
    words = words_of((await rep.get("/desk")).text)
    assert "Waiting 3" in words
    assert "The first 2 of 3." in words


async def test_pages_without_cards_do_not_ask_for_them(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    for address in ("/desk/conversations", "/desk/leads", "/desk/leads/l-dana", "/desk/conversations/c-dana/decisions"):
        desk.actions.queues = 0
        assert "<title>(3)" in (await rep.get(address)).text
        assert desk.actions.queues == 0


@pytest.mark.parametrize(
    ("address", "scored", "order"),
    [
        ("/desk", True, "Highest score first, then the latest activity."),
        ("/desk", False, "Latest activity first."),
        ("/desk/leads", True, "Highest score first, then the latest activity."),
        ("/desk/leads", False, "Latest activity first."),
    ],
)
async def test_l6_a_list_says_the_order_it_is_really_in(
    rep: httpx.AsyncClient,
    desk: FakeDesk,
    address: str,
    scored: bool,  # noqa: FBT001 -- a parameter of the test
    order: str,
) -> None:
    actions = desk.actions
    if not scored:
        actions.cards = {key: replace(card, score=None, score_parts=()) for key, card in actions.cards.items()}
        actions.lead_rows = [replace(lead, score=None) for lead in actions.lead_rows]
    words = words_of((await rep.get(address)).text)
    assert order in words
    assert scored or "Highest score" not in words


async def test_s2_card_and_conversation_show_the_verdict_and_why(rep: httpx.AsyncClient) -> None:
    queue, page = words_of((await rep.get("/desk")).text), words_of((await rep.get("/desk/conversations/c-dana")).text)
    assert "Qualified Every visitor 0.4 Company known 0.3 Verdict 0.7 From 0.6 on: qualified." in queue
    assert "Needs review Every visitor 0.4 Verdict 0.4" in queue
    assert "Verdict Qualified Every visitor 0.4 Company known 0.3 Together 0.7" in page


async def test_s6_a_dash_stands_where_nothing_was_measured(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    thread = desk.actions.threads["c-dana"]
    unheard = replace(thread.turns[0], intent=None, intent_confidence=None, ranking=(), confidence=None)
    desk.actions.threads["c-dana"] = replace(thread, turns=(unheard,))
    words = words_of((await rep.get("/desk/conversations/c-dana/decisions")).text)
    assert "What added nothing (2) Has an open problem 0 × 0.1 0.00 Lead score – – means" in words
    assert "Answer from knowledge –" in words


async def test_the_border_of_what_is_known_is_the_rulebooks(rep: httpx.AsyncClient, desk: FakeDesk) -> None:
    thread = desk.actions.threads["c-dana"]
    turns = tuple(replace(turn, in_scope=0.6) for turn in thread.turns)
    desk.actions.threads["c-dana"] = replace(thread, turns=turns)
    assert "Below 60 %: taken as" in words_of((await rep.get("/desk/conversations/c-dana/decisions")).text)


async def test_h2_a_colleagues_conversation_can_be_taken_over_from_its_page(rep: httpx.AsyncClient) -> None:
    page = (await rep.get("/desk/conversations/c-marco")).text
    words = words_of(page)
    assert "Marco Ruiz has this conversation." in words
    assert "The visitor then sees that you answer, and Marco Ruiz can write here no more." in words
    assert 'name="owner_number" value="2"' in page
    assert "Take over" not in words_of((await rep.get("/desk/conversations/c-mine")).text)
    assert "Take over" not in words_of((await rep.get("/desk/conversations/c-closed")).text)

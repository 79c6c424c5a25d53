"""Builds the whole service from its settings, by plain constructor calls. The one file that knows every part."""

from functools import partial
from pathlib import Path

from actions.accounts import PasswordAccounts
from actions.action_next import ActionNext
from actions.languages.detector import LanguageDetector
from actions.languages.hearing import Languages
from actions.mood.reader import Mood
from actions.rep_actions import RepDesk
from actions.rep_updates import RepUpdates
from actions.replies import Replies, load_replies
from actions.rulebook_file import load_rulebook
from actions.turn import TurnTools, answer_turn
from crm_adapter.local.adapter import LocalCrm
from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from gateway.app import Closing, Service, make_app
from gateway.chat.api import chat_router
from gateway.chat.limits import Limits
from gateway.chat.service import ChatService
from gateway.chat.socket import socket_router
from gateway.clock import utc_now
from gateway.health import health_router
from gateway.mail.post import Post, sender_of
from gateway.metrics import make_metrics
from gateway.parts.alone import OnlyGateway
from gateway.parts.first_admin import FirstAdmin
from gateway.parts.newest_tables import NewestTables
from gateway.settings import Settings
from gateway.site.company import Company, load_company
from gateway.site.rendering import Site
from gateway.site.router import site_router
from gateway.site.words import load_site_words
from gateway.turns.action_endpoint import ActionEndpoint
from gateway.turns.rasa_client import Engine, RasaClient
from gateway.turns.script import answer_by_script
from gateway.turns.visitor_turn import VisitorTurns
from gateway.turns.worker import Worker
from gateway.widget_files import widget_router
from handoff.desk.brand import Brand
from handoff.desk.router import desk_router
from memory.contract import Memory
from memory.engine import open_database
from memory.knowledge.contract import Knowledge
from memory.knowledge.pages import load_all_pages
from memory.knowledge.search import open_knowledge
from memory.live.contract import LiveStore
from memory.live.forgiving import ForgivingLiveStore
from memory.live.in_process import InProcessLiveStore
from memory.live.redis import RedisLiveStore
from memory.migrate import MEMORY, History, is_behind
from memory.sessions import Sessions
from memory.sql.memory import SqlMemory
from qualification.rulebook import Rulebook

VERSION = "0.1.0"
WIDGET = Path("widget/dist")


def build(settings: Settings, engine: Engine | None = None) -> Service:
    """The running service. `engine` stands in for Rasa in tests. Misconfigured says what to mend."""
    rulebook = load_rulebook(settings.data_dir / "rulebook")
    company = load_company(settings.data_dir / "company.yml")
    pages = load_all_pages(settings.data_dir / "knowledge")
    site = Site(company, pages, load_site_words(settings.data_dir / "site", company, pages))
    names = {"company": company.name, "assistant": company.assistant.name}
    replies = load_replies(settings.data_dir / "replies", names)
    database = open_database(settings.database)
    memory = SqlMemory(database, workspace=settings.workspace)
    live = _live_store(settings)
    crm = LocalCrm(writing=database.writing, reading=database.reading, workspace=settings.workspace)
    metrics = make_metrics()
    limits = Limits(rulebook.limits, redis_url=settings.redis_url, enabled=settings.rate_limits)
    secret = settings.rasa_secret.get_secret_value()
    engine = engine or RasaClient(settings.rasa_url, secret, timeout_seconds=settings.rasa_timeout_seconds)
    folders = settings.var_dir / "encoder", settings.var_dir / "cache"
    knowledge = open_knowledge(pages, company.name, *folders, spoken=replies.locales)
    languages = Languages(rulebook.languages, replies.locales, LanguageDetector(rulebook.languages.shared))
    post = _post(settings)
    tools = _turn_tools(memory, knowledge, replies, rulebook, languages, post)
    turns = VisitorTurns(
        memory=memory, live=live, engine=engine, rulebook=rulebook, languages=languages, replies=replies,
        answer=partial(answer_by_script, tools), metrics=metrics, clock=utc_now,
    )  # fmt: skip
    sessions = Sessions(memory, live)
    chat = ChatService(
        memory=memory, sessions=sessions, live=live, turns=turns, replies=replies, limits=limits, rulebook=rulebook,
        clock=utc_now,
    )  # fmt: skip
    desk = RepDesk(memory=memory, live=live, crm=crm, replies=replies, rulebook=rulebook, clock=utc_now)
    accounts = PasswordAccounts(memory, clock=utc_now)
    # The local CRM's tables are in our own database; one elsewhere would be waited for on a thread.
    worker = Worker(
        memory=memory, live=live, turns=turns, crm=crm, crm_run=database.run, replies=replies, rulebook=rulebook,
        clock=utc_now,
    )  # fmt: skip
    return make_app(
        routers=(
            chat_router(chat),
            socket_router(chat),
            health_router(memory=memory, live=live, engine=engine, registry=metrics.registry),
            widget_router(WIDGET),
            desk_router(
                desk, accounts, RepUpdates(live), secure_cookies=settings.secure_cookies, brand=_brand(company)
            ),
            site_router(site),
        ),
        action=ActionEndpoint(ActionNext(lambda turn, heard: memory.run(answer_turn, tools, turn, heard)), secret),
        parts=(
            Closing(engine.close, live.close, limits.close, post.close, database.close),
            NewestTables(partial(is_behind, database, (MEMORY, History(MIGRATIONS, VERSION_TABLE)))),
            OnlyGateway(settings.var_dir / "gateway.lock", shared=bool(settings.redis_url)),
            FirstAdmin(accounts, settings.admin_email, settings.admin_name),
            worker,
        ),
        version=VERSION,
        missing_page=site.missing,
    )


def _turn_tools(
    memory: Memory, knowledge: Knowledge, replies: Replies, rulebook: Rulebook, languages: Languages, post: Post
) -> TurnTools:
    versions = {"foyer": VERSION, "rulebook": rulebook.version}
    return TurnTools(
        memory=memory, knowledge=knowledge, replies=replies, rulebook=rulebook, mood=Mood(rulebook.mood),
        languages=languages, versions=versions, clock=utc_now, post=post,
    )  # fmt: skip


def _post(settings: Settings) -> Post:
    return Post(sender_of(settings.smtp_url.get_secret_value(), settings.var_dir / "mail"), settings.mail_from)


def _live_store(settings: Settings) -> LiveStore:
    if settings.redis_url:
        return ForgivingLiveStore(RedisLiveStore(settings.redis_url))
    return InProcessLiveStore()


def _brand(company: Company) -> Brand:
    colours = company.colours
    return Brand(company.name, company.mark, colours.accent_light, colours.accent_dark)

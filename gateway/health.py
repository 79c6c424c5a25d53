"""Is it alive, may it get traffic, and what did it do so far: for load balancers and Prometheus."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from gateway.turns.rasa_client import Engine
from memory.contract import Memory
from memory.live.contract import LiveStore
from qualification.errors import Unavailable


def health_router(*, memory: Memory, live: LiveStore, engine: Engine, registry: CollectorRegistry) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """Every part that a turn needs, by name. What can be done without is `degraded`: Rasa has the scripted
        fallback, the live store is replaced by looking again. Only the database is needed to keep a message."""
        parts = {"database": await _database(memory), "live_store": await _live(live), "rasa": await engine.ready()}
        able = parts["database"]
        status = "ready" if all(parts.values()) else "degraded" if able else "unavailable"
        return JSONResponse({"status": status, "parts": parts}, 200 if able else 503)

    @router.get("/metrics")
    async def metrics() -> Response:
        """Counters in Prometheus' text format."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router


async def _database(memory: Memory) -> bool:
    def read() -> bool:
        with memory.reading() as records:
            records.reps.count()
        return True

    try:
        return await memory.run(read)
    except Unavailable:
        return False


async def _live(live: LiveStore) -> bool:
    try:
        await live.ping()
    except Unavailable:
        return False
    return True

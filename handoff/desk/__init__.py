"""The built-in place of reps (H8): pages under /desk, with live updates. Data comes from `handoff.contract` only."""

from handoff.desk.brand import Brand
from handoff.desk.router import desk_router

__all__ = ["Brand", "desk_router"]

"""Times in words, as the page first shows them. The script keeps them going, in the same words."""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ago(at: datetime, now: datetime) -> str:
    """How long ago, short: "just now", "5 min ago", "3 h ago", "2 days ago", then the date."""
    age = now - at
    if age < MINUTE:
        return "just now"
    if age < HOUR:
        return f"{age // MINUTE} min ago"
    if age < DAY:
        return f"{age // HOUR} h ago"
    if age < 7 * DAY:
        days = age // DAY
        return "1 day ago" if days == 1 else f"{days} days ago"
    return f"{at.day} {at:%b %Y}"


def waited(since: datetime, now: datetime) -> str:
    """A wait that ticks: minutes and seconds, from an hour on hours and minutes, from a day on days."""
    wait = max(now - since, timedelta())
    if wait < HOUR:
        return f"{wait // MINUTE}:{wait % MINUTE // timedelta(seconds=1):02}"
    if wait < DAY:
        return f"{wait // HOUR} h {wait % HOUR // MINUTE:02} min"
    return f"{wait // DAY} d {wait % DAY // HOUR} h"


def moment(at: datetime) -> str:
    """Day and minute, short; in UTC until the script tells it in the reader's zone."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def absolute(at: datetime) -> str:
    """The full time for a reader without script, in UTC."""
    return f"{at.day} {at:%b %Y, %H:%M:%S} UTC"

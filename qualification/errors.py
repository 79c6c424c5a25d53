"""The one error tree of Foyer. It knows nothing of HTTP, WebSocket or Slack: wording per edge is in that edge's table.

BotError
├── RuleViolation   a rule of the business forbids it; the message is said to the human who tried
├── Conflict        somebody else was first, or the thing changed meanwhile; look again, then decide
│   └── Closed      the conversation has ended; a new one may be opened
├── Unavailable     an outside part does not answer now; trying again may help
├── Rejected        an outside part refused; trying the same again does not help
└── Misconfigured   settings or data files are wrong; the start is refused, the message says what to mend
"""


class BotError(Exception):
    """Base of every error that Foyer raises on purpose; `str(error)` is one sentence a person can act on."""


class RuleViolation(BotError):
    """A rule of the business forbids what was asked."""


class Conflict(BotError):
    """The state changed between reading and writing; nothing was written."""


class Closed(Conflict):
    """Nothing more can be said in a conversation that has ended."""


class Unavailable(BotError):
    """An outside part did not answer in time or is down."""


class Rejected(BotError):
    """An outside part understood and refused."""


class Misconfigured(BotError):
    """A setting or a data file is wrong."""

"""Keys and tokens: those of known shapes, and those that are said as such (M6)."""

import re
from collections.abc import Iterator

from qualification.screening.spans import SecretKind, Span

KEY = re.compile(
    r"(?<![\w-])(?:"
    r"(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}"  # OpenAI, Anthropic, Stripe
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"  # GitHub, GitLab
    r"|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}"  # Slack
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)|AIza[\w-]{30,}|ya29\.[\w-]{20,}"  # Amazon, Google
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|AC[0-9a-f]{32}(?!\w)"  # SendGrid, Mailgun, Twilio
    r"|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{20,}|pypi-[\w-]{20,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
    r"|dop_v1_[0-9a-f]{40,}|pat-[a-z]{2}\d-[0-9a-f-]{20,}"  # DigitalOcean, HubSpot
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*"  # JSON web tokens
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
    r")"
)
SAID_KEY = re.compile(
    r"\b(?:api[ _-]?keys?|secret[ _-]?key|access[ _-]?key|access[ _-]?token|auth[ _-]?token|api[ _-]?token|token"
    r"|client[ _-]?secret|bearer)\b"
    r"[\s:=]{0,3}(?:is\s{1,3})?[\"']?(?P<value>[A-Za-z0-9_+/=.~-]{16,})",
    re.IGNORECASE,
)


def keys(text: str) -> Iterator[Span]:
    for found in KEY.finditer(text):
        yield Span(*found.span(), SecretKind.KEY)
    for found in SAID_KEY.finditer(text):
        if any(map(str.isdigit, found.group("value"))):
            yield Span(*found.span("value"), SecretKind.KEY)

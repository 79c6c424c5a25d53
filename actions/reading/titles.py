"""Job titles: the visitor's words, and how far up they stand where the words say it."""

import re

from qualification.facts import JobTitle, Seniority

# The first line that holds a word of the title decides. Whom somebody assists and what a product owner owns says
# nothing about the person, so those lines come first.
_LEVELS: tuple[tuple[Seniority, str], ...] = (
    (Seniority.STAFF, r"assistant (?:to|of)|(?:executive|personal) assistant|pa to|secretary"),
    (Seniority.STAFF, r"(?:product|process|data|system|scrum) owner"),
    (Seniority.TRAINEE, r"intern(?:ship)?|trainee|student|apprentice|werkstudent\w*"),
    (Seniority.OWNER, r"co-?\s?founders?|founders?|founding|(?:co-?)?owners?|own (?:the|this|a|my)|proprietor|boss"),
    (Seniority.OWNER, r"self[- ]employed|freelance\w*"),
    (Seniority.EXECUTIVE, r"c[efmotisrpd]o|chief|managing director|executive director|general manager|board member"),
    (Seniority.EXECUTIVE, r"(?<!vice )(?<!vice-)president|chair(?:man|woman|person)?|geschäftsführer\w*"),
    (Seniority.DIRECTOR, r"[es]?vp|vice[- ]president|director|head"),
    (Seniority.STAFF, r"(?:account|key account|community|content|social media|case) mana?ge?r"),
    (Seniority.MANAGER, r"mana?ge?r|lead(?:er)?|supervisor|principal|foreman|\w*leiter(?:in)?"),
    (Seniority.STAFF, r"(?:engineer|developer|dev|agent|rep|representative|specialist|analyst|designer|consultant)s?"),
    (Seniority.STAFF, r"coordinator|administrator|admin|clerk|assistant|associate|employee|accountant|bookkeeper"),
    (Seniority.STAFF, r"receptionist|officer|advisor|architect|technician|nurse|teacher|lawyer|webmaster|scientist"),
    (Seniority.STAFF, r"[sb]dr|writer|marketer|sales(?:man|woman|person)|buyer|planner|mechanic"),
)
_PATTERNS = tuple((level, re.compile(rf"\b(?:{words})\b")) for level, words in _LEVELS)


def seniority_of(title: str) -> Seniority | None:
    """How far up a title stands; None when it does not say it ("marketing")."""
    lowered = title.lower()
    return next((level for level, pattern in _PATTERNS if pattern.search(lowered)), None)


def read_title(text: str) -> JobTitle:
    return JobTitle(text, seniority_of(text))

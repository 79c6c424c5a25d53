"""Passwords that are said as such, and those in addresses. Talk about passwords is left alone (M6)."""

import re
from collections.abc import Iterator

from qualification.screening.spans import SecretKind, Span

# A pattern, not a password.
_SAID_WORDS = (
    r"passwords?|pass ?phrase|pass ?code|passwd|pass ?wort|kennwort|pswd|pwd|psw|pw|contraseña|contrasena|clave"
    r"|zugangscode|zugangswort|geheimzahl|geheimnummer|losungswort|palabra clave|código de acceso|codigo de acceso"
    r"|mot de passe|mdp|senha|wachtwoord|كلمة المرور|كلمة السر|كلمة مرور|كلمة سر|الرقم السري"
)
# "password is X", "password: X", "password for my account is X", "password X". `told` tells the first three apart.
PASSWORD = re.compile(
    rf"(?<!\w)(?:{_SAID_WORDS})(?!\w)"
    r"(?:\s{1,3}(?:for|to|of|on|at|für|zu|zum|von|vom|beim|de|del|para|en)\s{1,3}"
    r"(?:(?:my|the|our|your|meine[nm]?|mein|das|den|dem|unsere[nm]?|mi|la|el|nuestr[oa])\s)?[^\s:=]{1,40}){0,2}"
    r"(?:(?P<told>\s{0,3}(?:[:=\uff1a\uff1d]|->|→|(?<=\s)(?:is|was|are|ist|war|sind|lautet|heißt|wäre|es|era|son|sería|هي|هو)(?=[\s:]))[\s:]{0,3})|\s{1,3})"
    r"(?:\"(?P<quoted>[^\s\"][^\"\n]{0,80})\"|(?P<value>\S{1,128}))",
    re.IGNORECASE,
)
# "pass" alone is a ticket or a road as well: only what follows a sign is told, after "is" it must look like a password.
PASS = re.compile(
    r"(?<!\w)pass(?:(?P<told>\s{0,3}(?:[:=\uff1a\uff1d]|->|→)\s{0,3})|\s{1,3}(?:is|was)\s{1,3})(?P<value>\S{1,128})",
    re.IGNORECASE,
)
SHORTEST_PASSWORD = 4
# What people say about a password instead of saying it.
REMARKS = frozenset(
    """
    not wrong incorrect invalid expired forgotten lost unknown required correct right fine okay reset being blocked
    locked changed rejected refused accepted working broken missing empty short weak strong safe secure stored hashed
    encrypted compromised leaked hacked exposed visible shown sent saved needed mandatory optional case always never
    still also just only really very same different there here this that what when where which whose with without
    after before again until because about from into your yours mine ours they them then than more less like
    case-sensitive
    nicht falsch vergessen abgelaufen richtig gesperrt noch auch nur eine einen weil ungültig unbekannt verloren korrekt
    geändert zurückgesetzt erforderlich nötig notwendig sicher unsicher schwach stark leer wichtig immer leider jetzt
    meine deine ihre unsere schon gestern heute kaputt
    incorrecta incorrecto olvidada caducada muy para errónea erróneo erronea inválida inválido invalida perdida olvidado
    bloqueada bloqueado correcta correcto necesaria obligatoria segura insegura débil siempre nunca todavía solo otra
    demasiado distinta diferente mala mía
    خاطئة غير صحيحة
    """.split()  # noqa: SIM905 - a page of quoted words would be harder to read and to extend
)
# Four digits only: six are a postal code in India.
PIN = re.compile(r"\bpin\b(?:\s{1,3}(?:is|ist|lautet|es)\s{1,3}|\s{0,3}[:=]\s{0,3})(?P<value>\d{4})\b", re.IGNORECASE)
CREDENTIALS_IN_URL = re.compile(
    r"(?<![\w+.-])[a-z][a-z0-9+.-]{1,15}://[^\s:/@]{1,100}:(?P<value>[^\s/@]{1,100})(?=@)", re.IGNORECASE
)


def passwords(text: str) -> Iterator[Span]:
    for said in PASSWORD.finditer(text):
        value = said.group("quoted") or said.group("value")
        if said.group("quoted") or _may_be_password(value, told=bool(said.group("told"))):
            start = said.start("quoted") if said.group("quoted") else said.start("value")
            yield Span(start, start + len(value), SecretKind.PASSWORD)
    for said in PASS.finditer(text):
        if _may_be_password(said.group("value"), told=bool(said.group("told"))):
            yield Span(*said.span("value"), SecretKind.PASSWORD)
    for pattern in (PIN, CREDENTIALS_IN_URL):
        for found in pattern.finditer(text):
            yield Span(*found.span("value"), SecretKind.PASSWORD)


def _may_be_password(value: str, *, told: bool) -> bool:
    """Whether the word after "password" is one. Told with "is" or a colon, any word but a plain remark about it."""
    if len(value) < SHORTEST_PASSWORD or value.startswith("["):
        return False
    plain = value.casefold().strip(".,;!?'’")
    if told:
        return plain not in REMARKS and "'" not in plain and "’" not in plain
    return any(map(str.isdigit, value)) and not value.replace(".", "").replace(",", "").isdigit()

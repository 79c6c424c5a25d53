"""A rep at the desk, over the desk's own pages: signs in, shows signs of life, accepts, writes, gives back."""

import re
import uuid
from dataclasses import dataclass

import httpx

from ops.problems import CannotRun

HOME = "/desk"
# As the desk's own pages carry it, in a form or for their scripts.
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
FETCH_HEADER = "x-desk-fetch"

SIGN_IN = re.compile(r"sign in at the desk as (\S+) with the password (\S+)")


@dataclass(frozen=True, slots=True)
class RepAtDesk:
    """Somebody who has signed in. `client` keeps the cookies and knows the address; `token` is that of every form."""

    client: httpx.AsyncClient
    token: str

    @classmethod
    async def sign_in(cls, client: httpx.AsyncClient, printed: str) -> "RepAtDesk":
        """`printed` is what Foyer said at its first start; the sign-in of its first admin stands there once."""
        found = SIGN_IN.search(printed)
        if found is None:
            raise CannotRun("Foyer did not print the sign-in of its first admin.")
        form = {"email": found[1], "password": found[2], "csrf": _token_in(await client.get(f"{HOME}/sign-in"))}
        await client.post(f"{HOME}/sign-in", data=form, headers={"Origin": str(client.base_url).rstrip("/")})
        return cls(client, _token_in(await client.get(HOME)))

    async def shows_up(self) -> None:
        """A sign of life; the desk sends one every half minute while somebody works there."""
        await self._post("/pulse", active="1")

    async def accepts(self, handoff: str) -> None:
        await self._post(f"/handoffs/{handoff}/accept")

    async def says(self, conversation: str, text: str) -> None:
        await self._post(f"/conversations/{conversation}/messages", text=text, client_id=uuid.uuid4().hex)

    async def gives_back(self, conversation: str) -> None:
        await self._post(f"/conversations/{conversation}/give-back")

    async def _post(self, path: str, **form: str) -> None:
        headers = {"Origin": str(self.client.base_url).rstrip("/"), FETCH_HEADER: "1"}
        response = await self.client.post(f"{HOME}{path}", data={**form, "csrf": self.token}, headers=headers)
        if response.is_error:
            raise CannotRun(f"the desk refused {path}: {response.status_code} {response.text[:200]}")


def _token_in(page: httpx.Response) -> str:
    found = TOKEN.search(page.text)
    if page.status_code != httpx.codes.OK or found is None:
        raise CannotRun(f"the desk did not let the first admin in: {page.status_code} at {page.url.path}")
    return found[1]

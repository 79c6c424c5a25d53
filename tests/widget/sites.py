"""The websites that the widget's tests visit: a plain one, a strict one, a hostile one.

Each is one page with one script tag. They must stay real pages that a stranger's site could have.
"""

from dataclasses import dataclass
from pathlib import Path

BUILT = Path(__file__).parents[2] / "widget" / "dist"

STRICT_POLICY = "default-src 'none'; script-src {host}; connect-src {host} {socket_host}; img-src {host}"
# Unsets everything that can be unset, moves and hides what it can reach, and names our own things.
HOSTILE_STYLE = """
* { all: unset !important; display: none; --accent: lime; }
html, body, head ~ * { display: block !important; }
body { transform: scale(0.5); overflow: hidden; }
foyer-widget, foyer-widget * { display: none !important; position: static !important; opacity: 0 !important;
  visibility: hidden !important; width: 1px !important; pointer-events: none !important; z-index: -1 !important; }
div, button, textarea, .panel, .launcher, .frame, .bubble { display: none !important; color: red !important; }
"""


@dataclass(frozen=True)
class Site:
    """A page with the widget on it."""

    attributes: str = 'data-channel="website" data-name="Foyer"'
    body: str = "<main><h1>Northwind Tools</h1><p>We make tools.</p></main>"
    style: str = ""
    policy: str | None = None
    language: str = "en"

    def html(self, host: str) -> str:
        """The page, with the script tag that a customer would paste."""
        script = f'<script async src="{host}/widget/loader.js" {self.attributes}></script>'
        style = f"<style>{self.style}</style>" if self.style else ""
        icon = '<link rel="icon" href="data:,">'
        viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        head = f'<meta charset="utf-8">{viewport}<title>Northwind</title>{icon if self.policy is None else ""}{style}'
        return f'<!doctype html><html lang="{self.language}"><head>{head}</head><body>{self.body}{script}</body></html>'

    def headers(self, host: str) -> dict[str, str]:
        """With the site's content security policy, if it has one."""
        if self.policy is None:
            return {}
        policy = self.policy.format(host=host, socket_host=host.replace("http", "ws", 1))
        return {"Content-Security-Policy": policy}

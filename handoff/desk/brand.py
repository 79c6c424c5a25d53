"""Whose desk it is: the name and the mark that visitors know from the company's website."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """`mark` is the path of an SVG on a 24 x 24 grid; the colours are #rrggbb, one per scheme."""

    name: str
    mark: str
    colour_light: str
    colour_dark: str

    @property
    def icon(self) -> bytes:
        """The mark for the browser's tab."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
            f'<path d="{self.mark}" fill="{self.colour_light}"/></svg>'
        ).encode()

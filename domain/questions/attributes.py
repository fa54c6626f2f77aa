"""Read what authors put in braces at the end of a text: ``{#id name=value}``, ``name="a b"``."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.problems import Spot

BRACES = re.compile(r"(?:^|(?<=\s))\{(?P<inside>[^{}]*)\}\s*$")
TOKEN = re.compile(r'#(?P<id>\S+)|(?P<name>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<value>\S+))|\S+')
MISPLACED = re.compile(r"\{#[^{}]*\}")
CODE = re.compile(r"`[^`]*`")

Complain = Callable[[str, str, Spot], None]
"""Takes the code of a rule, a message and a spot."""


@dataclass(frozen=True)
class Attribute:
    """A value from the braces, with the place where its name begins."""

    value: str
    spot: Spot


def read_attributes(
    text: str, spot: Spot, allowed: frozenset[str], complain: Complain
) -> tuple[str, dict[str, Attribute]]:
    """Split a text, which begins at ``spot``, into itself and its attributes by name.

    The id comes under 'id' and may always stand; ``allowed`` names the others.
    """
    braces = BRACES.search(text)
    rest = text[: braces.start()].rstrip() if braces else text.rstrip()
    if stray := MISPLACED.search(CODE.sub(lambda code: "_" * len(code[0]), rest)):
        at = Spot(spot.line, spot.column + stray.start())
        complain("Q010", f"put '{stray[0]}' at the end of the text", at)
    found: dict[str, Attribute] = {}
    if braces is None:
        return rest, found
    for token in TOKEN.finditer(braces["inside"]):
        at = Spot(spot.line, spot.column + braces.start("inside") + token.start())
        name = "id" if token["id"] else token["name"]
        if name in found:
            complain("Q010", f"attribute '{token[0]}' repeats '{name}'", at)
        elif name == "id" or name in allowed:
            found[name] = Attribute(token["id"] or token["value"] or token["quoted"] or "", at)
        else:
            known = ", ".join(("#id", *(f"{name}=" for name in sorted(allowed))))
            complain("Q010", f"attribute '{token[0]}' is not known; known: {known}", at)
    return rest, found

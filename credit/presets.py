"""G10: another place's rules laid over ours: a town is started with them, or a what-if tries them."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from credit import amended, catalogue
from credit.schemes import schemes
from kernel.amending import Fault, form_fault, softened
from kernel.rulebook import Rulebook, applies, laid, presets
from kernel.workdays import Calendar


class PresetRefused(ValueError):
    """A preset cannot be used; the text tells why."""


def tried(path: Path, base: Rulebook) -> Rulebook:
    """Return the rulebook that a file makes of ours, for a what-if: it need fit together, and may soften the source."""
    try:
        found = laid(base, path)
        for figure in found.figures.values():
            _must_have_its_form(figure.id, found, base)
        catalogue.indicators(found)
        schemes(found)
    except OSError as problem:
        raise PresetRefused(f"{path} cannot be read: {problem}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PresetRefused(f"{path} is no TOML: {problem}.") from None
    except (TypeError, AttributeError, LookupError) as problem:
        raise PresetRefused(f"{path} is no figure file: {problem!r}.") from None
    except ValueError as problem:
        raise PresetRefused(f"{path} cannot be used: {problem}.") from None
    return found


def live(name: str, base: Rulebook, calendar: Calendar) -> Rulebook:
    """Return our rulebook with a shipped preset laid over it, for a town that is started with it.

    Raises PresetRefused for one that there is not, and with the rule's number for one that softens the source.
    """
    known = presets()
    if name not in known:
        raise PresetRefused(f"there is no preset {name}: there are {', '.join(known)}")
    found = tried(known[name], base)
    for fault in faults(found, base, calendar):
        raise PresetRefused(f"{name} is for a what-if alone. {fault.rule}: {fault.sentence}")
    return found


@applies("G10")
def faults(found: Rulebook, base: Rulebook, calendar: Calendar) -> Iterator[Fault]:
    """Yield why a rulebook may not be the one in use: what the source says outright may not be softened."""
    for key, figure in found.figures.items():
        held = base.figures.get(key)
        if held is not None:
            yield from (
                fault for dated in figure.values if (fault := softened(held, dated.value, dated.since))
            )
    yield from amended.faults(base, found, calendar, began=True)


def _must_have_its_form(key: str, found: Rulebook, base: Rulebook) -> None:
    for dated in found.figures[key].values if key in base.figures else ():
        fault = form_fault(base.figures[key], dated.value)
        if fault:
            raise ValueError(str(fault.sentence))

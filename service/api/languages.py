"""Which of our two languages a caller reads."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["zh", "en"]
_MAX_HEADER: Final = 500


def negotiate(header: str | None, default: Language = "zh") -> Language:
    """The language of RFC 9110 §12.5.4 that the caller weighs highest, `default` where it names none of ours.

    A malformed part counts as absent; between equal weights the one named first wins.
    """
    weighed: dict[Language, float] = {}
    for part in (header or "")[:_MAX_HEADER].split(","):
        name, _, parameters = part.strip().partition(";")
        language = _ours(name.strip().lower(), default)
        if language is not None:
            weighed.setdefault(language, _weight(parameters))
    best = max(weighed, key=lambda language: weighed[language], default=default)
    return best if weighed.get(best, 1) > 0 else default


def _ours(name: str, default: Language) -> Language | None:
    if name == "*":
        return default
    primary = name.split("-")[0]
    if primary == "zh":
        return "zh"
    return "en" if primary == "en" else None


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return min(max(float(value), 0.0), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0

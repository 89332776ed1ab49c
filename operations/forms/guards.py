"""What a question must not ask, and what it may ask only with care (KVKK, articles 4 and 6).

Questions are recognised as people write them, in Turkish and English, whatever their case and dots.
"""

import re
from enum import StrEnum

from lib.turkish import search_key
from models.forms import AskedAt, QuestionKind


class Objection(StrEnum):
    """Why a question must not be asked like this."""

    IDENTITY_NUMBER = "identity_number"
    MEMBERSHIP = "membership"
    SPECIAL_CATEGORY = "special_category"
    PASSPORT_TOO_EARLY = "passport_too_early"
    """It is allowed after approval, and marked as sensitive."""


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# All patterns read folded text: without dots, hooks and capitals.
_IDENTITY_NUMBER = _any_of(
    r"\bkimlik\s*(no\b|num|kart|belge|seri)",
    r"\bt\.?\s?c\.?\s*(no\b|num|kimlik)",
    r"\btckn\b",
    r"\bvatandaslik\s*(no\b|num)",
    r"\bnufus cuzdan",
    r"\b(identity|identification|id)\s*(card|no\b|num)",
    r"\b(citizenship|social security)\s*(no\b|num)",
)
_MEMBERSHIP = _any_of(
    r"\buye(si)?\s*mi(siniz|sin)?\b",
    r"\buye(si)?\s+oldug",
    r"\buyelig(iniz|in|i var)",
    r"\buyelik(ler)?(iniz|leriniz)\b",
    r"\bhangi\b.*\b(uye|uyesi|uyelik)",
    r"\b(dernege|derneklere|sendikaya|partiye|vakfa|odaya|orgute)\b.*\buye",
    r"\bare you (a|an) (\w+ ){0,3}member\b",
    r"\bmember of (a|an|any|which|what)\b",
    r"\b(which|what)\b.*\b(member of|belong to)\b",
    r"\byour (\w+ )?memberships?\b",
)
_SPECIAL_CATEGORY = _any_of(
    r"\bmezhe[bp]",
    r"\bdin(iniz|i inan\w+)\b",
    r"\betnik\b",
    r"\bsiyasi gorus",
    r"\bcinsel yonelim",
    r"\b(adli sicil|sabika)",
    r"\b(your|what) (religion|ethnicity|race)\b",
    r"\b(ethnic (origin|group)|political (opinion|view)|sexual orientation|criminal record)",
)
_PASSPORT = _any_of(r"\bpasaport", r"\bpassport")
_SENSITIVE = _any_of(
    r"\b(alerji|allerg)",
    r"\b(diyet|beslenme|yemek tercih|vejetaryen|vegan|colyak|diet|gluten|vegetarian)",
    r"\bengel(li|lilik|iniz|im)\b",
    r"\berisi(m|lebilirlik) (ihtiyac|gereksinim|destek)",
    r"\b(tekerlekli sandalye|isaret dili|wheelchair|sign language)",
    r"\b(saglik|health) (durum|sorun|condition|problem)",
    r"\b(kronik|chronic|disabilit|medical|pregnan|hamile)",
    r"\b(access|accessibility|mobility) (need|requirement)",
)
_OPEN_KINDS = {
    QuestionKind.SHORT_TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.NUMBER,
    QuestionKind.DATE,
    QuestionKind.FILE,
}


def objection_to(
    label: str, label_en: str, *, kind: QuestionKind, asked_at: AskedAt, sensitive: bool
) -> Objection | None:
    """Why the question must not be asked like this; None: it may be asked."""
    if kind is QuestionKind.HEADING:  # which may well say «do not write your identity number»
        return None
    said = _folded(label, label_en)
    for objection, pattern in (
        (Objection.IDENTITY_NUMBER, _IDENTITY_NUMBER),
        (Objection.MEMBERSHIP, _MEMBERSHIP),
        (Objection.SPECIAL_CATEGORY, _SPECIAL_CATEGORY),
    ):
        if pattern.search(said):
            return objection
    careful = sensitive and asked_at is AskedAt.AFTER_APPROVAL
    if kind in _OPEN_KINDS and _PASSPORT.search(said) and not careful:
        return Objection.PASSPORT_TOO_EARLY
    return None


def seems_sensitive(label: str, label_en: str) -> bool:
    """Whether it asks for diet, health or access needs, which only organizers should read."""
    return _SENSITIVE.search(_folded(label, label_en)) is not None


def _folded(*texts: str) -> str:
    return search_key(" | ".join(texts))

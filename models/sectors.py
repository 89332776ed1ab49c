from enum import StrEnum


class Sector(StrEnum):
    """Whom a person represents; also the side from which a statement was made."""

    PUBLIC = "public"
    CSO = "cso"
    ACADEMIA = "academia"
    PRIVATE = "private"
    OTHER = "other"

"""The kind of a file, found from its content; its name can say anything."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile


@dataclass(frozen=True)
class FileKind:
    mimetype: str
    suffixes: tuple[str, ...]
    """The first one is added to a file name that has none of them."""


PDF = FileKind("application/pdf", (".pdf",))
PNG = FileKind("image/png", (".png",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"))
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)
)
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
PICTURES = (PNG, JPEG)
"""Those that are written anew before they are kept: see pictures."""
KINDS = (PDF, *PICTURES, DOCX)
"""Those that people may send as answers."""
LARGEST = 5 * 1024 * 1024
"""The most bytes of one file that people send."""

_LARGEST_UNPACKED = 64 * 1024 * 1024
_MOST_PARTS = 2000
_PIECE = 64 * 1024
_PACKINGS = (ZIP_STORED, ZIP_DEFLATED)  # Word knows no others; these unpack piece by piece
_BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}


def kind_of(content: bytes) -> FileKind | None:
    """PDF, PNG, JPEG or DOCX; None for everything else, for a DOCX with macros, and for one that
    unpacks to more than Word writes."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return DOCX if content.startswith(b"PK\x03\x04") and _is_docx(content) else None


def fitting_name(name: str, kind: FileKind) -> str:
    """The name with an ending that fits the kind."""
    return name if name.lower().endswith(kind.suffixes) else f"{name}{kind.suffixes[0]}"


def _is_docx(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {name.lower() for name in archive.namelist()}
            if not _fits(archive):
                return False
    except Exception:  # a broken archive fails in many ways, and each means the same
        return False
    has_macros = any(name.endswith("vbaproject.bin") for name in parts)
    return {"[content_types].xml", "word/document.xml"} <= parts and not has_macros


def _fits(archive: ZipFile) -> bool:
    """Whether all of it can be unpacked, whatever sizes it declares, and is not very much."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or any(part.compress_type not in _PACKINGS for part in parts):
        return False
    unpacked = 0
    for part in parts:
        with archive.open(part) as file:
            while piece := file.read(_PIECE):
                unpacked += len(piece)
                if unpacked > _LARGEST_UNPACKED:
                    return False
    return True

from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.file_kinds import DOCX, JPEG, PDF, PNG, fitting_name, kind_of


def archive(*names):
    content = BytesIO()
    with ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, PNG),
        (b"\xff\xd8\xff\xe0", JPEG),
        (archive(*WORD), DOCX),
        (archive(*WORD, "word/vbaProject.bin"), None),
        (archive("xl/workbook.xml", "[Content_Types].xml"), None),
        (archive(*WORD)[:60], None),
        (b"PK\x03\x04", None),
        (b"<html><script>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
    # A name made of an archive's bytes would hold the time.
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_a_file_is_what_its_content_is(content, kind):
    assert kind_of(content) == kind


@given(st.binary(max_size=200))
def test_whatever_comes_has_an_answer(content):
    kind_of(content)
    kind_of(b"PK\x03\x04" + content)


def test_a_document_that_unpacks_to_more_than_word_writes_is_refused():
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as made:
        for name in WORD:
            made.writestr(name, "x")
        made.writestr("word/media/image1.png", b"\0" * 70 * 1024 * 1024)
    assert len(bomb.getvalue()) < 100_000
    assert kind_of(bomb.getvalue()) is None
    # The same with sizes that are not true: what counts is what comes out.
    sizes = (70 * 1024 * 1024).to_bytes(4, "little")
    assert kind_of(bomb.getvalue().replace(sizes, (10).to_bytes(4, "little"))) is None


@pytest.mark.parametrize("packing", [ZIP_BZIP2, ZIP_LZMA])
def test_a_document_packed_as_word_never_does_is_refused(packing):
    content = BytesIO()
    with ZipFile(content, "w", packing) as made:
        for name in WORD:
            made.writestr(name, "x" * 1000)
    assert kind_of(content.getvalue()) is None


def test_a_document_of_very_many_parts_is_refused():
    assert kind_of(archive(*WORD, *(f"word/{n}.xml" for n in range(2500)))) is None


def test_a_name_ends_as_the_content_is():
    assert fitting_name("özgeçmiş.PDF", PDF) == "özgeçmiş.PDF"
    assert fitting_name("foto.jpeg", JPEG) == "foto.jpeg"
    assert fitting_name("fatura.exe", PDF) == "fatura.exe.pdf"

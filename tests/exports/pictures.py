"""What a PDF's layout looks like on paper: typst draws the same pages as pictures."""

import json
from dataclasses import asdict
from io import BytesIO
from typing import Any

import typst
from PIL import Image

from exports.typst_pdf import FOLDER


def drawn(template: str, name: str, sheet: Any, *, ppi: int = 150) -> list[Image.Image]:
    pages: Any = typst.compile(
        FOLDER / template,
        root=FOLDER,
        format="png",
        ppi=ppi,
        font_paths=[FOLDER / "fonts"],
        sys_inputs={name: json.dumps(asdict(sheet), ensure_ascii=False)},
    )
    files: list[bytes] = pages if isinstance(pages, list) else [pages]
    return [Image.open(BytesIO(page)).convert("RGB") for page in files]

"""Sets a page with Typst: a template of this folder and the values that it shows; all fonts come with Typst."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst

HERE = Path(__file__).parent
_PICTURE_PPI = 150


@cache
def _fonts() -> typst.Fonts:
    # The same page on every machine: what fonts a system has does not matter.
    return typst.Fonts(include_system_fonts=False)


def set_pdf(template: str, values: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF of a template; its values come as the JSON text `sys.inputs.values`, never as Typst's own language.

    :param files: further files that the template names, such as a picture.
    """
    return _set(template, values, files or {}, format="pdf")


def set_png(template: str, values: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None) -> bytes:
    """A picture of a template of one page."""
    return _set(template, values, files or {}, format="png", ppi=_PICTURE_PPI)


def _set(template: str, values: Mapping[str, Any], files: Mapping[str, bytes], **options: Any) -> bytes:
    sources = {"main": (HERE / template).read_bytes(), **files}
    # Typst's types leave out that several files may be given by their names.
    return typst.compile(  # type: ignore[no-any-return]
        sources,
        font_paths=_fonts(),
        sys_inputs={"values": orjson.dumps(dict(values)).decode()},
        **options,
    )

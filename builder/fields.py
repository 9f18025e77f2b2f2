"""The types of the values that editors write: texts, dates, addresses, lists that may be a single value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from builder import edtf
from builder.edtf import Edtf, Misread
from builder.marks import Prose, Refers
from builder.prose import is_too_deep

# Far beyond what a dossier needs: a body is a page or two, a name a line.
MAX_TEXT = 50_000
MAX_NAME = 500
MAX_FORMS = 500
MAX_SELECTORS = 200
_TWO_NUMBERS = re.compile(r"(-?\d+)[.,] ?(\d+)°?[,;]? (-?\d+)[.,] ?(\d+)°?")


def _edtf(value: Any) -> Edtf:
    if isinstance(value, Edtf):
        return value
    if not isinstance(value, str):
        raise ValueError("a date is a single value such as 2019-12-27")
    return edtf.parse(value)


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", value):
        raise ValueError(f"`{value}` is not a web address: write https://…")
    return value


def _shallow(value: str) -> str:
    if is_too_deep(value):
        raise ValueError("lists, quotations or brackets are nested too deep: no text needs that, close the brackets")
    return value


def _latitude_longitude(value: Any) -> tuple[float, float]:
    message = "coordinates are [latitude, longitude] in degrees: -90 to 90, then -180 to 180"
    rows = value if isinstance(value, (list, tuple)) else [value]
    try:
        latitude, longitude = map(float, rows)
    except (TypeError, ValueError):
        meant = _TWO_NUMBERS.fullmatch(", ".join(map(str, rows)))
        help = "write `[{}.{}, {}.{}]`: a comma stands between the two alone" if meant else ""
        raise Misread(message, help.format(*meant.groups() if meant else ())) from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(message)
    return latitude, longitude


@dataclass(frozen=True, slots=True)
class Keyed:
    """A bare text stands for a mapping with that one key."""

    key: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: {self.key: value} if isinstance(value, str) else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        return {"anyOf": [whole, handler.resolve_ref_schema(whole)["properties"][self.key]]}


class Listed:
    """One value stands for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, (list, tuple)) or value is None else [value], handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(schema)
        return {"anyOf": [listed, handler.resolve_ref_schema(listed)["items"]]}


Date = Annotated[
    Edtf,
    PlainValidator(_edtf),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": "string", "format": "edtf", "examples": ["2019-12-27", "2019-12", "1979~", "2019-12-27/2019-12-29"]}
    ),
]
Coordinates = Annotated[tuple[float, float], BeforeValidator(_latitude_longitude)]
Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_shallow)]
Markdown = Annotated[Text, Prose()]
Aside = Annotated[Text, Prose(states=False)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
Url = Annotated[str, AfterValidator(_web_address)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, Field(min_length=1, max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
AnyRef = Annotated[str, Refers()]
Who = Annotated[str, Refers(("actors",), or_words=True)]

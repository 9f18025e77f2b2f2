"""Dates as editors write them: what they mean, how they read, how they sort."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "label"),
    [
        ("2019-12-27", date(2019, 12, 27), date(2019, 12, 27), "27 December 2019"),
        ("2019-12", date(2019, 12, 1), date(2019, 12, 31), "December 2019"),
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "2019"),
        ("1979-11~", date(1979, 11, 1), date(1979, 11, 30), "about November 1979"),
        ("2019?", date(2019, 1, 1), date(2019, 12, 31), "probably 2019"),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), "2010s"),
        ("2019-23", date(2019, 9, 1), date(2019, 11, 30), "autumn 2019"),
        ("2019-24", date(2019, 12, 1), date(2020, 2, 29), "winter 2019/20"),
        ("2019-12-XX", date(2019, 12, 1), date(2019, 12, 31), "December 2019"),
        ("2019-12-27/2019-12-29", date(2019, 12, 27), date(2019, 12, 29), "27 to 29 December 2019"),
        ("2019-10-01/2019-12-01", date(2019, 10, 1), date(2019, 12, 1), "1 October to 1 December 2019"),
        ("1979-11-04/1981-01-20", date(1979, 11, 4), date(1981, 1, 20), "4 November 1979 to 20 January 1981"),
        ("2014/..", date(2014, 1, 1), None, "from 2014"),
        ("../2019-12", None, date(2019, 12, 31), "until December 2019"),
    ],
)
def test_dates(text: str, earliest: date | None, latest: date | None, label: str) -> None:
    found = edtf.parse(text)
    assert (found.earliest, found.latest, found.label) == (earliest, latest, label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Friday",
        "2019-13",
        "2019-02-30",
        "2019-12-29/2019-12-27",
        "../..",
        "/",
        "27.12.2019",
        "20190101",
        "0000",
        "201X-05",
        "٢٠١٩",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="`"):
        edtf.parse(text)


@given(st.dates())
def test_every_day_is_read(day: date) -> None:
    found = edtf.parse(day.isoformat())
    assert found.earliest == found.latest == day


@given(st.text("0123456789-/.X~?% "))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        found = edtf.parse(text)
    except ValueError as error:
        assert text in str(error) or "`" in str(error)  # noqa: PT017
    else:
        assert found.text == text

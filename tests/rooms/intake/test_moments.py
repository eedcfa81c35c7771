from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.intake.moments import moment


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-02", "2024-05-02"),
        ("2024-05-02T07:30:00+02:00", "2024-05-02T07:30:00+02:00"),
        ("2024-05-02T07:30:00.123Z", "2024-05-02T07:30:00Z"),
        ("2024-05-02T07:30:00+0000", "2024-05-02T07:30:00+00:00"),
        ("2024/02/21 22:08", "2024-02-21T22:08:00"),
        ("2024-05-02 3:15 PM", "2024-05-02T15:15:00"),
        ("20240502", "2024-05-02"),
        ("20240502T073000Z", "2024-05-02T07:30:00Z"),
        ("1676551869", "2023-02-16T12:51:09Z"),
        ("1676551869000", "2023-02-16T12:51:09Z"),
        ("Fri, 22 Dec 2023 10:12:00 +0100", "2023-12-22T10:12:00+01:00"),
        ("12. März 2024", "2024-03-12"),
        ("May 11, 2024 3:15 pm", "2024-05-11T15:15:00"),
        ("3 mai 2024", "2024-05-03"),
        ("15 августа 2016, 13:43", "2016-08-15T13:43:00"),
        ("২০২৪-০৫-০২T০৭:৩০:০০+০৬:০০", "2024-05-02T07:30:00+06:00"),
        ("2024-05-02T07:30:00+99:00", "2024-05-02T07:30:00"),
        ("2024-13-45", None),
        ("1850-01-01", None),
        ("2199-01-01", None),
        ("yesterday", None),
        ("Thu, 02 May 2024 07:30:00 +99999999999999999999", "2024-05-02T07:30:00"),
        ("Thu, 02 May 2024 99999999999999999999:30:00 +0000", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_pages_write_them(text: str | None, iso: str | None) -> None:
    assert moment(text) == iso


@given(
    st.text(max_size=60)
    | st.from_regex(r"[0-9T:/ .+-]{1,30}")
    | st.from_regex(r"\A20\d\d-0[1-9]-[012]\dT[01]\d:[0-5]\d[+-]\d\d:?\d\d\Z")
)
def test_whatever_stands_where_a_date_belongs_is_a_moment_or_nothing(text: str) -> None:
    found = moment(text)

    assert found is None or datetime.fromisoformat(found).year >= 1990

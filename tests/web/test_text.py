"""The boundary check of submitted text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text import MAX_BYTES, BadText, TooLong, checked


@given(
    st.lists(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
)
def test_it_keeps_text_byte_for_byte(values: list[str]) -> None:
    assert checked(values) == values


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff"])
def test_it_refuses_what_a_database_cannot_keep(text: str) -> None:
    with pytest.raises(BadText) as refused:
        checked([text])

    assert refused.value.status == 400


def test_it_takes_the_limit_and_no_byte_more() -> None:
    assert checked(["x" * MAX_BYTES])
    with pytest.raises(TooLong) as refused:
        checked(["é" * (MAX_BYTES // 2) + "x"])

    assert refused.value.status == 413

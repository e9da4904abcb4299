from hypothesis import given
from hypothesis import strategies as st

from opslagstavle.terms.small_counts import FEW, hidden

COUNTS = st.dictionaries(st.text(max_size=2), st.integers(0, 30), min_size=2, max_size=5)


@given(COUNTS)
def test_no_small_count_is_told(counts: dict[str, int]) -> None:
    told = hidden(counts)
    assert all(
        count == counts[name] and (count == 0 or count >= FEW)
        for name, count in told.items()
        if count is not None
    )


@given(COUNTS)
def test_no_hidden_count_is_what_is_left_of_the_whole(counts: dict[str, int]) -> None:
    told = hidden(counts)
    missing = [name for name, count in told.items() if count is None]
    alone = len(missing) == 1
    assert not alone or sum(1 for count in counts.values() if count) == 1


def test_nobody_is_no_secret() -> None:
    assert hidden({"yes": 0, "no": 12}) == {"yes": 0, "no": 12}

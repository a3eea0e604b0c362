"""The Data page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

GALLERY = Key[dict[str, object]]("gallery")
SPLIT = Key[str]("gallery_split")
DIGITS_SHOWN = Key[list[str]]("gallery_digits")
DIGITS_BEFORE = Key[list[str]]("gallery_digits_before")
SHUFFLE = Key[int]("gallery_shuffle")
SHUFFLE_BUTTON = Key[bool]("gallery_shuffle_button")
LENS_INDEX = Key[int]("lens_index")
LENS_FORM = Key[str]("lens_form")
MEASURE = Key[bool]("measure")
ESTIMATE_CHART = Key[None]("estimate_chart")
BALANCE_CHART = Key[None]("balance_chart")
FIRST_BATCH = Key[bool]("first_batch")
NEXT_BATCH = Key[bool]("next_batch")


def gallery_page(number: int) -> Key[int]:
    """The gallery's page, where it began again so many times."""
    return Key(f"gallery_page_{number}")


def pixel_chart(after: bool) -> Key[None]:
    """The histogram before or after normalising."""
    return Key(f"pixel_chart_{'after' if after else 'before'}")

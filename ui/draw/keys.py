"""The Draw page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from ui.session import Key

BRUSH = Key[int]("brush")
REMOVE_PHOTO = Key[bool]("remove_photo")
ALL_STAGES = Key[bool]("all_stages")
TRAIN_NOW = Key[bool]("train_now")
KEEP_DIGIT = Key[bool]("keep_digit")
KEEP_ASKED = Key[bool]("keep_asked")
KEEP_READ = Key[bool]("keep_read")
KEEP_NONE = Key[bool]("keep_none")
REMOVE_DIGIT = Key[bool]("remove_digit")
FORGET_DIGITS = Key[bool]("forget_digits")
BRING_BACK = Key[bool]("bring_back")
FINE_TUNE = Key[bool]("fine_tune")
FINE_TUNE_MIXED = Key[bool]("fine_tune_mixed")
STOP_FINE_TUNING = Key[bool]("stop_fine_tuning")
USE_FINE_TUNED = Key[bool]("use_fine_tuned")
NEAREST = Key[dict[str, object]]("nearest")
PROBABILITIES = Key[None]("probabilities")


def stage(name: str) -> Key[bool]:
    """The switch of one of the stages."""
    return Key(f"stage_{name}")


def photo(uploaders: int) -> Key[UploadedFile | DeletedFile]:
    """The uploader after so many were replaced."""
    return Key(f"photo_{uploaders}")


def meant(subject: str) -> Key[int]:
    """What the learner meant: a new digit asks anew."""
    return Key(f"meant_{subject}")


def own_digits(count: int) -> Key[dict[str, object]]:
    """The grid of the kept digits: one more or less, and nothing is picked."""
    return Key(f"own_digits_{count}")

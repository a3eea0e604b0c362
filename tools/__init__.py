"""Small programs for those who work on Digit Lab; the app itself needs none of them."""

"""Pictures, digit grids, tables and boxes that several pages show."""

from ui.components.batch_labels import label_grid
from ui.components.canvas_access import make_accessible
from ui.components.digit_grid import GridPicture, digit_grid, unpick
from ui.components.explained_code import Answer, AnswerButton, ExplainedLine, explained_code
from ui.components.fabric import INK, PAPER, THICKEST, THINNEST, drawing_of, read_strokes
from ui.components.number_box import image_number, say_nearest
from ui.components.number_table import number_table
from ui.components.pictures import data_uri, digit_png, mosaic, network_svg, step_svg
from ui.components.signed_picture import as_rows, signed_png
from ui.components.sketch import Heights, SketchAxes, Tick, sketch
from ui.components.svg import show_svg
from ui.components.theme import light_dark, theme_colour
from ui.components.toolbar import toolbar_within, without_toolbar

__all__ = [
    "INK",
    "PAPER",
    "THICKEST",
    "THINNEST",
    "Answer",
    "AnswerButton",
    "ExplainedLine",
    "GridPicture",
    "Heights",
    "SketchAxes",
    "Tick",
    "as_rows",
    "data_uri",
    "digit_grid",
    "digit_png",
    "drawing_of",
    "explained_code",
    "image_number",
    "label_grid",
    "light_dark",
    "make_accessible",
    "mosaic",
    "network_svg",
    "number_table",
    "read_strokes",
    "say_nearest",
    "show_svg",
    "signed_png",
    "sketch",
    "step_svg",
    "theme_colour",
    "toolbar_within",
    "unpick",
    "without_toolbar",
]

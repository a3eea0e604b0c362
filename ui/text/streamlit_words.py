"""What Streamlit's own client says in English, for the learners who read another language.

Streamlit has no translations (https://github.com/streamlit/streamlit/issues/1353), so
`ui.shell.page_language` puts these words over its own.  A name in braces stands for any text.
"""

from __future__ import annotations

from ui.text.i18n import N_, _

WORDS = (
    # the frame
    N_("Main menu"),
    N_("Skip to main content"),
    N_("App pages"),
    N_("Sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Theme"),
    N_("System"),
    N_("Light"),
    N_("Dark"),
    N_("Rerun"),
    N_("Settings"),
    N_("Print"),
    N_("Record screen"),
    N_("Made with Streamlit v"),
    N_("Copy version to clipboard"),
    N_("Close"),
    N_("Running..."),
    N_("Stop"),
    N_("Connecting"),
    N_("Connecting to Streamlit server"),
    N_("Connection error"),
    N_("Connection lost. Please wait for the app to reconnect, then try again."),
    N_(
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in "
        "your terminal:"
    ),
    N_("Streamlit server is not responding. Are you connected to the internet?"),
    N_("Network issue"),
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    # widgets
    N_("progress"),
    N_("Help"),
    N_("Help for {label}"),
    N_("Increment"),
    N_("Decrement"),
    N_("Dismiss"),
    N_("Error:"),
    N_("Number is outside the allowed range. Please enter a value between {low} and {high}."),
    N_("Number is above the allowed range."),
    N_("Number is below the allowed range."),
    N_("Press Enter to apply"),
    N_("No results"),
    N_("No options"),
    N_("{count} options available."),
    N_("Choose an option"),
    N_("Open"),
    N_("Clear value"),
    N_("Clear all"),
    N_("Select all"),
    N_("Selected values"),
    N_("Selectbox options"),
    N_("Multiselect options"),
    N_("Remove {label}"),
    N_("Pagination"),
    N_("Previous page"),
    N_("Next page"),
    N_("Page {number}"),
    N_("Copy"),
    N_("Copied"),
    N_("Copy to clipboard"),
    # the uploader
    N_("Upload"),
    N_("Add files"),
    N_("file upload"),
    N_("Drag and drop a file here"),
    N_("{size} per file"),
    N_("{type} files are not allowed."),
    N_("File must be {size} or smaller."),
    N_("Error uploading file"),
    # charts and tables
    N_("Fullscreen"),
    N_("Fullscreen: {label}"),
    N_("Close fullscreen"),
    N_("Close fullscreen: {label}"),
    N_("Show data"),
    N_("Show data: {label}"),
    N_("Show chart"),
    N_("Show chart: {label}"),
    N_("Download as PNG"),
    N_("Download as PNG: {label}"),
    N_("Download as CSV"),
    N_("Copy Vega-Lite spec"),
    N_("Copy Vega-Lite spec: {label}"),
    N_("Dataframe column menu"),
    N_("Copy column name"),
    N_("Search"),
    N_("Close Search"),
    N_("Type to search"),
    N_("Show/hide columns"),
    N_("Sort ascending"),
    N_("Sort descending"),
    N_("Format"),
    N_("Autosize"),
    N_("Pin column"),
    N_("Unpin column"),
    N_("Hide column"),
    N_("Statistics"),
    N_("Scrollable table"),
)


def streamlit_words() -> dict[str, str]:
    """Streamlit's English -> the learner's language; empty where that is English."""
    return {english: ours for english in WORDS if (ours := _(english)) != english}

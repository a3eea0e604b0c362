"""What the learner sees and touches: the only package that knows Streamlit's state.

Beside a folder called `pages`, Streamlit runs the first page that a fresh server is asked for
without `app.py`, and shows the bare file names as a menu.  Nothing of that page has happened when
it comes here, for its first import: the run begins again, with `app.py` and its menu.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

if PagesManager.uses_pages_directory and get_script_run_ctx() is not None:
    PagesManager.uses_pages_directory = False  # as st.navigation says it
    st.rerun()

"""Digit Lab: learn how a deep-learning model is trained by training one.

The router and the frame around every page.  Run it with `streamlit run app.py`.
"""

import streamlit as st

from ui import frame, lab, live
from ui.browser import recognise_browser
from ui.i18n import gettext as _
from ui.navigation import pages
from ui.state import write_link

st.set_page_config(page_title="Digit Lab", page_icon="ui/favicon.png", layout="wide")
lab.loader()
page = st.navigation(pages())
recognise_browser()
live.start_pending()

with st.sidebar:
    live.show_current_run()
    frame.choose_language()

frame.run_page(page)

st.divider()
st.caption(
    _(
        "Digit Lab is open source. The digits are MNIST, by Y. LeCun and C. Cortes (CC BY-SA 3.0). "
        "Your runs stay with this browser; the link in the address bar carries only your settings."
    )
)
write_link()

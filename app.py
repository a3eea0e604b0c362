"""Digit Lab: learn how a deep-learning model is trained by training one.

The router and the frame around every page.  Run it with `streamlit run app.py`, which imports this
file once, when the server starts, and runs it again for every page that is shown.
"""

import streamlit as st

from ui.shell import at_start

if __name__ != "__main__":  # the server starts
    app = st.App(__file__, lifespan=at_start.lifespan)
else:  # a page is shown
    from ui.runs import current
    from ui.session import recognise_browser, write_link
    from ui.shell import frame, lab, pages, server, tell_the_browser
    from ui.text import ROOT, _

    ICON = str(ROOT / "ui" / "favicon.png")

    st.set_page_config(page_title=_("Digit Lab"), page_icon=ICON, layout="wide")
    server.admit()
    lab.loader()
    page = st.navigation(pages())
    with st.container(gap=None):
        recognise_browser()
        tell_the_browser()
    current.start_pending()
    write_link()  # a change of pages takes it out of the address bar: it must not be lost for long

    with st.sidebar:
        current.show_current_run()
        frame.choose_language()

    frame.run_page(page)
    frame.foot()
    write_link()  # and the page's own controls may have changed it

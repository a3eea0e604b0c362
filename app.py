"""Digit Lab: learn how a deep-learning model is trained by training one.

The router and the frame around every page.  Run it with `streamlit run app.py`, which imports this
file once, when the server starts, and runs it again for every page that is shown.
"""

import streamlit as st

from ui import at_start

if __name__ != "__main__":  # the server starts
    app = st.App(__file__, lifespan=at_start.lifespan)
else:  # a page is shown
    from ui import frame, lab, live, server
    from ui.address import write_link
    from ui.browser import recognise_browser
    from ui.i18n import ROOT
    from ui.i18n import gettext as _
    from ui.navigation import pages
    from ui.page_language import tell_the_browser

    ICON = str(ROOT / "ui" / "favicon.png")

    st.set_page_config(page_title=_("Digit Lab"), page_icon=ICON, layout="wide")
    server.admit()
    lab.loader()
    page = st.navigation({_("Digit Lab"): pages()})
    with st.container(gap=None):
        recognise_browser()
        tell_the_browser()
    live.start_pending()
    write_link()  # a change of pages takes it out of the address bar: it must not be lost for long

    with st.sidebar:
        live.show_current_run()
        frame.choose_language()

    frame.run_page(page)
    frame.foot()
    write_link()  # and the page's own controls may have changed it

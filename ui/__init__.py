"""What the learner sees and uses: the only package that knows Streamlit's state."""

"""What the learner sees and touches: the only package that knows Streamlit's state."""

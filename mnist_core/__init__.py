"""Digit Lab's core: MNIST, a multilayer perceptron, its training and what is learned from both.

Import from the modules; nothing here knows of Streamlit, pages or charts.
"""

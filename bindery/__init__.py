"""The shop behind ``handout``: guides in, leaflets and e-books out."""

__version__ = "0.1.0"

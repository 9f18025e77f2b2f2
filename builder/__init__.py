"""Dossier: a static site generator for annotated articles. Start reading at `pipeline.py`."""

__version__ = "0.1.0"

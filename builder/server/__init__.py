"""The editor's server on this machine: the preview, what an editor does in its pages, and what keeps others out."""

"""What a changed text does to its annotations: sentences, their alignment, the fate of every passage. All pure."""

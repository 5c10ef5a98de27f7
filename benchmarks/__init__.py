"""Measurements of the running product, always as ratios against something plain in the same run."""

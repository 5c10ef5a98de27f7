"""The index of everything that can be found by its words, and its two back ends. It knows words and nothing of what they name."""

"""How somebody works a page: with a pointer, or with nothing but the keyboard."""


class Pointer:
    """Clicks and fills in."""

    def __init__(self, page):
        self.page = page

    def press(self, piece):
        """A link, a button or the head of a fold."""
        piece.click()

    def take(self, piece):
        """A link to a file."""
        piece.click()

    def write(self, field, text):
        """A text box, whatever stood in it."""
        field.fill(text)

    def pick(self, field, label):
        """One of a list."""
        field.select_option(label=label)

    def tick(self, box):
        """A box to the other state, or a radio that is not chosen yet."""
        box.locator("xpath=following-sibling::label").click()


class Keyboard(Pointer):
    """Reaches everything with Tab and sees that it shows where it is."""

    MOST = 200

    def reach(self, piece):
        """Presses Tab until the piece is reached."""
        for _press in range(self.MOST):
            if piece.evaluate("piece => piece === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.MOST} presses of Tab do not reach {piece}")

    def press(self, piece):
        self.reach(piece)
        if piece.evaluate("piece => piece.tagName") == "SUMMARY":
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def take(self, piece):
        self.reach(piece)
        self.page.keyboard.press("Enter")

    def write(self, field, text):
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, field, label):
        self.reach(field)
        self.page.keyboard.type(label)

    def tick(self, box):
        """A radio group is one stop of Tab, at its first; the arrows lead through it."""
        if box.get_attribute("type") == "checkbox":
            self.reach(box)
            self.page.keyboard.press("Space")
            return
        group = self.page.locator(f'input[name="{box.get_attribute("name")}"]')
        self.reach(group.first)
        self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow leads to {box}")

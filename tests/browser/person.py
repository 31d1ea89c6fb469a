"""A person at a browser, who reads and fills in pages by the words on them and by nothing else."""

import re

from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD

LEFT_OPEN = "（选填）"  # how a label says that its field may be left empty


class Person:
    """One browser; every method looks at the page as it is, and waits for what it names."""

    def __init__(self, page, user=None):
        self.page = page
        self.user = user

    @property
    def main(self):
        return self.page.get_by_role("main")

    def comes_to(self, path):
        """Open a page by signing in, for the first time or again after days, when the stay has ended."""
        self.opens(f"/sign-in?next={path}")
        self.fills({"电子邮箱": self.user.email, "密码": PASSWORD})
        self.presses("登录")
        expect(self.page.get_by_role("button", name="退出", exact=True)).to_be_visible()

    def opens(self, path):
        """Go to an address of this site."""
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path} answered {answer.status}: {self.heading}"

    def fills(self, values):
        """Fill in fields by their labels."""
        for label, value in values.items():
            self.main.get_by_label(_label(label)).fill(str(value))

    def selects(self, label, answer):
        """Choose from a list by the words shown in it."""
        field = self.main.get_by_label(_label(label))
        field.select_option(label=field.get_by_text(answer).first.inner_text())

    def picks(self, question, answer):
        """Choose one of the answers to a question."""
        group = self.main.get_by_role("group", name=question, exact=True)
        group.get_by_label(re.compile(rf"^\s*{re.escape(answer)}")).check()

    def brings(self, label, *files):
        """Choose files of one's own: (name, kind, content)."""
        chosen = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
        self.main.get_by_label(_label(label)).set_input_files(chosen)

    def presses(self, button):
        """Press a button of the page's text, and arrive where it leads."""
        self.main.get_by_role("button", name=button, exact=True).click()

    def follows(self, link, of=""):
        """Follow a link of the page's text; `of` tells which, where the same words stand twice."""
        found = self.main.get_by_role(
            "link", name=re.compile(rf"^\s*{re.escape(link)}.*{re.escape(of)}", re.S)
        )
        found.first.click()

    def goes_to(self, entry):
        """Follow an entry of the main navigation."""
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=entry, exact=True).click()

    @property
    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    def is_headed(self, words):
        """Find these words in the page's first line."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def reads(self, *sentences):
        """Find these words in the page's text."""
        for sentence in sentences:
            expect(self.main).to_contain_text(sentence)

    def reads_nowhere(self, words):
        """Find these words nowhere in the page's text."""
        expect(self.main).not_to_contain_text(words)


def _label(words):
    return re.compile(rf"^\s*{re.escape(words)}({LEFT_OPEN})?\s*$")

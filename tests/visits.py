"""A visitor: opens pages, sends forms as a browser would, and lets no page pass that breaks the house rules.

page = visit("/projects/new")                  # GET, expects 200, checks the page
page = visit.submit(page, {"name": "…"})       # its form, hidden fields and all; follows 303
visit.as_(personas.owner())                    # signs in
visit.english()
"""

from urllib.parse import urlsplit

from flask.testing import FlaskClient

from kernel.db import db
from tests import pages, personas


class Client(FlaskClient):
    """Flask's client with a context for each request, as on a server: no session is shared."""

    def open(self, *args, **kwargs):
        db.session.commit()  # the test's own transaction ends here, so that no later one undoes the page's
        kwargs.setdefault("buffered", True)
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.expire_all()  # what the page changed is read anew
        strange = [name for name, value in answer.headers if not value.isascii()]
        assert not strange, f"no server sends such a header: {strange}"  # gunicorn answers 500
        return answer


class Page:
    """What a request led to."""

    def __init__(self, answer, path):
        self.answer = answer
        self.path = path
        self.status = answer.status_code
        self.is_html = answer.mimetype == "text/html"
        self.html = answer.get_data(as_text=True) if self.is_html else ""
        self.root, self.stray = pages.parse(self.html)

    @property
    def text(self):
        """The words of the main column."""
        return (self.root.first("main") or self.root).text

    @property
    def heading(self):
        found = self.root.first("h1")
        return found.text if found else ""

    @property
    def title(self):
        found = self.root.first("title")
        return found.text if found else ""

    @property
    def links(self):
        return [link.get("href", "") for link in self.root.every("a")]

    @property
    def forms(self):
        """The forms of the main column."""
        return list((self.root.first("main") or self.root).every("form"))

    @property
    def errors(self):
        """What is said to be wrong, beside the fields and above them."""
        marked = [
            *self.root.every(class_="govuk-error-message"),
            *self.root.every(class_="govuk-error-summary"),
        ]
        return " ".join(element.text for element in marked)

    def form(self, ending=None):
        """Return the only form of the main column, or the one whose action ends so."""
        fitting = [
            f for f in self.forms if ending is None or urlsplit(f.get("action", "")).path.endswith(ending)
        ]
        assert len(fitting) == 1, (
            f"{self.path} has {len(fitting)} such forms: {[f.get('action') for f in self.forms]}"
        )
        return fitting[0]


class Visit:
    """Call it with an address; it returns the page, having checked it."""

    def __init__(self, client):
        self.client = client

    def __call__(self, path, status=200):
        return self._page(self.client.get(path), path, status)

    def submit(self, page, values=None, *, form=None, status=None, follow=True):
        """Send a form of a page (or of the page at an address) as a browser would, with these values put in.

        A value of None leaves the field out. Follows the redirect to the result unless told not to.
        """
        page = self(page) if isinstance(page, str) else page
        element = page.form(form)
        method = element.get("method", "get").lower()
        sent = {k: v for k, v in (pages.values(element) | (values or {})).items() if v is not None}
        action = element.get("action")
        if method == "get":
            return self._page(self.client.get(action, query_string=sent), action, status)
        if element.get("enctype") == "multipart/form-data":
            answer = self.client.post(action, data=sent, content_type="multipart/form-data")
        else:
            answer = self.client.post(action, data=sent)
        return self._follow(answer, action, status) if follow else self._page(answer, action, status)

    def as_(self, user):
        """Sign in as somebody."""
        personas.sign_in(self.client, user)
        return self

    def as_nobody(self):
        """Sign out."""
        personas.sign_out(self.client)
        return self

    def english(self):
        """Read in English from here on."""
        self.client.set_cookie("language", "en")
        return self

    def chinese(self):
        """Read in Chinese from here on, as everyone does who has not chosen."""
        self.client.delete_cookie("language")
        return self

    def _follow(self, answer, path, status):
        while answer.status_code in (302, 303):
            path = answer.headers["Location"]
            answer = self.client.get(path)
        return self._page(answer, path, status)

    def _page(self, answer, path, status):
        page = Page(answer, path)
        assert status is None or page.status == status, (
            f"{path} answered {page.status}, not {status}: {page.heading}"
        )
        if page.is_html and page.status not in (301, 302, 303):
            found = pages.faults(page.root, page.stray)
            assert not found, f"{path} breaks the house rules:\n" + "\n".join(found)
        return page

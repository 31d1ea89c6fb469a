"""A page as a test sees it: its elements, its forms, and what every page must keep to."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
HANDED_OVER = frozenset({"hidden", "submit", "button", "reset", "image"})
KEY = re.compile(r"[0-9a-f]{32}")
LANGUAGES = ("zh-Hans", "en")
# Three English words in a row on a Chinese page are a sentence that nobody translated.
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z][a-z']+ [A-Za-z][a-z']+ [A-Za-z][a-z']+\b")
OPEN_ARGUMENT = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|<kernel\.|<built-in|\bNone\b")
NOT_PROSE = frozenset({"script", "style", "code", "pre", "kbd"})


class Element:
    """One element with its attributes, its children and the text between them."""

    def __init__(self, tag, attributes, parent):
        self.tag = tag
        self.attributes = {name: value or "" for name, value in attributes}
        self.parent = parent
        self.children = []

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def every(self, *tags, **attributes):
        """Yield what lies within, by tag and attributes; class_ is one of the classes."""
        for child in self.children:
            if isinstance(child, Element):
                if (not tags or child.tag in tags) and child._has(attributes):
                    yield child
                yield from child.every(*tags, **attributes)

    def first(self, *tags, **attributes):
        return next(self.every(*tags, **attributes), None)

    def _has(self, attributes):
        for name, value in attributes.items():
            if name == "class_":
                if value not in self.get("class", "").split():
                    return False
            elif self.get(name) != value:
                return False
        return True

    def within(self):
        """Yield what it lies in, the nearest first."""
        found = self.parent
        while found is not None:
            yield found
            found = found.parent

    def texts(self) -> Iterator[tuple["Element", str]]:
        """Yield every piece of prose with the element that holds it."""
        for child in self.children:
            if isinstance(child, str):
                yield self, child
            elif child.tag not in NOT_PROSE:
                yield from child.texts()

    @property
    def text(self):
        return " ".join(" ".join(piece for _, piece in self.texts()).split())


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", [], None)
        self.stray = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        self.open.children.append(Element(tag, attrs, self.open))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.open.tag != tag:
            self.stray.append(f"</{tag}> closes <{self.open.tag}>")
        while self.open.parent is not None and self.open.tag != tag:
            self.open = self.open.parent
        self.open = self.open.parent or self.root

    def handle_data(self, data):
        self.open.children.append(data)


def parse(html):
    """Return the tree of a page, and the end tags that close something else."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root, builder.stray


def faults(root, stray):
    """Name everything in which a page, as parsed, breaks the house rules; an empty list is a good page."""
    found = list(stray)
    for check in (_frame, _links, _inline, _ids, _fields, _forms, _words):
        found += check(root)
    return found


def _frame(root):
    page, title, headings = root.first("html"), root.first("title"), list(root.every("h1"))
    if page is None or page.get("lang") not in LANGUAGES:
        yield "<html> does not say its language"
    if title is None or not title.text or title.text.startswith("- "):
        yield "the page has no title"
    if len(headings) != 1 or not headings[0].text:
        yield f"the page has {len(headings)} h1: {[h.text for h in headings]}"
    if root.first("main") is None:
        yield "the page has no <main>"


def _links(root):
    for link in root.every("a", "button"):
        if not link.text and not link.get("aria-label"):
            yield f"a <{link.tag}> without words: {link.attributes}"
    for picture in root.every("img"):
        if picture.get("alt") is None:
            yield f"a picture without alt: {picture.get('src')}"


def _inline(root):
    for element in root.every():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"an inline <{element.tag}>"
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"<{element.tag} {name}={value!r}> acts inline"


def _ids(root):
    ids = [element.get("id") for element in root.every() if element.get("id") is not None]
    for name in {name for name in ids if ids.count(name) > 1}:
        yield f"the id {name!r} occurs {ids.count(name)} times"
    for element in root.every():
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            for name in element.get(attribute, "").split():
                if name not in ids:
                    yield f"<{element.tag} {attribute}={name!r}> points at nothing"


def _fields(root):
    labelled = {label.get("for") for label in root.every("label") if label.text}
    for field in root.every("input", "select", "textarea"):
        if field.get("type", "text") in HANDED_OVER:
            continue
        wrapped = any(outer.tag == "label" for outer in field.within())
        if field.get("id") not in labelled and not wrapped and not field.get("aria-label"):
            yield f"the field {field.get('name')!r} has no label"


def _forms(root):
    for form in root.every("form"):
        action, hidden = form.get("action"), hidden_fields(form)
        if not action:
            yield f"a form without an action: {[f.get('name') for f in form.every('input')]}"
            continue
        if form.get("method", "get").lower() != "post":
            continue
        if not hidden.get("csrf_token"):
            yield f"the form {action} has no csrf_token"
        if not KEY.fullmatch(hidden.get("act_key", "")) and not action.endswith("/sign-out"):
            yield f"the form {action} has no act_key"


def _words(root):
    body = root.first("body") or root
    chinese = (root.first("html") or root).get("lang") == LANGUAGES[0]
    for holder, text in body.texts():
        if OPEN_ARGUMENT.search(text):
            yield f"an argument was left open: {text.strip()!r}"
        if chinese and ENGLISH_SENTENCE.search(text) and not _is_quoted(holder):
            yield f"not in Chinese: {' '.join(text.split())!r}"


def _is_quoted(holder):
    """Tell whether a text is marked as another language's, or as a name that is not translated."""
    return any(
        e.get("lang", "zh-Hans") != "zh-Hans" or e.get("translate") == "no"
        for e in (holder, *holder.within())
    )


def hidden_fields(form):
    return {f.get("name"): f.get("value", "") for f in form.every("input") if f.get("type") == "hidden"}


def values(form):
    """Return what a browser would send of a form that nobody touched: name → value, or a list of several."""
    found = {}
    for field in form.every("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type", "text")
        if (
            not name
            or "disabled" in field.attributes
            or kind in ("submit", "button", "reset", "image", "file")
        ):
            continue
        if kind in ("checkbox", "radio") and "checked" not in field.attributes:
            continue
        for value in _of(field):
            found.setdefault(name, []).append(value)
    return {name: several[0] if len(several) == 1 else several for name, several in found.items()}


def _of(field):
    if field.tag == "textarea":
        return ["".join(text for _, text in field.texts()).removeprefix("\n")]
    if field.tag == "select":
        options = list(field.every("option"))
        chosen = [o for o in options if "selected" in o.attributes] or (
            [] if "multiple" in field.attributes else options[:1]
        )
        return [o.get("value", o.text) for o in chosen]
    return [field.get("value", "on" if field.get("type") in ("checkbox", "radio") else "")]

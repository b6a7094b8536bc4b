"""Pages as a person meets them: their words, their links, their forms with what is already filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

LABELS = ("aria-label", "title", "alt", "placeholder")
VOID = ("input", "meta", "link", "br", "hr", "img")
UNSEEN = ("script", "style", "template", "title")


@dataclass
class Form:
    """A form: where it goes, what it sends as it stands, and the titles of its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """A response read as a page; ``words`` is its text with the white space between words made single."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.path = response.url.raw_path.decode()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.labels: list[str] = []
        self._said: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._heard: dict[int, list[str]] = {}
        self.feed(response.text)
        self.words = " ".join(" ".join(self._said).split())

    def form(self, button: str, *, within: str = "") -> Form:
        """The form that has this button and goes to an address that contains ``within``; a menu may be there twice."""
        found = {form.action: form for form in self.forms if button in form.buttons and within in form.action}
        (form,) = found.values()
        return form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if not self._unseen():
            self.labels += [given[name] for name in LABELS if name in given]
        if tag == "form":
            self.forms.append(Form(given["action"], given.get("method", "get").lower()))
        elif tag == "input" and self._is_sent(given):
            self._fill(given.get("name"), given.get("value", ""))
        elif tag == "textarea":
            self._fill(given["name"], "")
        elif tag == "select":
            self.forms[-1].choices[given["name"]] = []
        elif tag == "option":
            self._choose(given)
        if tag not in VOID:
            self._open.append((tag, given))
            self._heard[len(self._open)] = []

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in VOID:
            last, given = self._open.pop()
            text = " ".join("".join(self._heard.pop(len(self._open) + 1)).split())
            if last == "button" and self.forms:
                self.forms[-1].buttons.append(text)
            elif last == "a":
                self.links[text] = given.get("href", "")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._unseen():
            return
        self._said.append(data)
        for depth in self._heard:
            self._heard[depth].append(data)
        if self._open and self._open[-1][0] == "textarea":
            name = self._open[-1][1]["name"]
            self._fill(name, self.forms[-1].fields.get(name, "") + data)

    def _unseen(self) -> bool:
        return any(tag in UNSEEN for tag, _ in self._open)

    def _is_sent(self, given: dict[str, str]) -> bool:
        """Whether the form around it sends it as it stands: it names no other form and, where it is one, is ticked."""
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
        return "form" not in given and ticked

    def _fill(self, name: str | None, value: str) -> None:
        if name and self.forms:
            self.forms[-1].fields[name] = value

    def _choose(self, option: dict[str, str]) -> None:
        select = next(given["name"] for tag, given in reversed(self._open) if tag == "select")
        self.forms[-1].choices[select].append(option["value"])
        if "selected" in option:
            self._fill(select, option["value"])

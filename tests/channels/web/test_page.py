"""The page over the wire: small, cached, closed to foreign code, and in words of a browser of 2017."""

import re
from html.parser import HTMLParser

import pytest

ASSET = re.compile(r'(?:href|src)="(/chat/static/[^"]+)"')
# Syntax younger than ES2017, each as it would stand in our files.
YOUNGER_SYNTAX = {
    "optional chaining": r"\?\.[\w\[(]",
    "nullish coalescing": r"\?\?",
    "object spread or rest": r"\{\s*\.\.\.",
    "catch without binding": r"catch\s*\{",
    "look-behind": r"\(\?<",
    "private field": r"#\w+\s*[=(;]",
    "numeric separator": r"\d_\d",
    "replaceAll": r"\.replaceAll\(",
    "at()": r"\.at\(",
    "flat": r"\.flat(Map)?\(",
    "finally on a promise": r"\.finally\(",
    "replaceChildren": r"\.replaceChildren\(",
    "for await": r"for await",
}


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
async def page(client) -> str:
    response = await client.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


@pytest.fixture
async def assets(client, page) -> dict[str, str]:
    """Every file that the page names, by its address."""
    texts = {}
    for address in ASSET.findall(page):
        response = await client.get(address)
        assert response.status_code == 200, address
        texts[address] = response.text
    return texts


async def test_the_office_is_named_and_its_names_are_escaped(page):
    assert "Bảo hiểm xã hội &lt;tỉnh Bắc Ninh&gt;" in page
    assert "tỉnh Bắc Ninh</title>" in page
    assert 'href="tel:19009068"' in page
    assert "Đừng gửi số căn cước" in page


async def test_page_and_files_are_small(page, assets):
    assert len(assets) == 4
    assert len(page.encode()) + sum(len(text.encode()) for text in assets.values()) < 30_000


async def test_nothing_but_own_code_may_run(client, page):
    policy = (await client.get("/")).headers["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    for tag, attributes in Tags(page).tags:
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert not any(name == "style" or name.startswith("on") for name in attributes)


async def test_no_other_host_is_asked(page, assets):
    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]+", page + "".join(assets.values()))

    assert set(addresses) <= {"http://www.w3.org"}, "only SVG's name space, which nothing fetches"


async def test_the_page_is_not_sent_twice(client):
    first = await client.get("/")
    again = await client.get("/", headers={"if-none-match": f"W/{first.headers['etag']}"})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_a_file_of_this_version_is_kept_and_another_versions_address_is_not(client, assets):
    for address in assets:
        kept = await client.get(address)
        asked = await client.get(address.partition("?")[0], params={"v": "0" * 16})
        assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asked.headers["cache-control"] == "no-cache"
        assert kept.content == asked.content
        assert kept.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["nothing.js", "../page.html", "..%2F__init__.py", "%2Fetc%2Fpasswd"])
async def test_only_the_pages_own_files_are_served(client, name):
    assert (await client.get(f"/chat/static/{name}")).status_code == 404


async def test_head_is_answered_without_a_body(client):
    response = await client.head("/")

    assert (response.status_code, response.content) == (200, b"")


async def test_the_page_speaks_vietnamese_to_every_reader(page):
    tags = Tags(page).tags

    assert ("html", {"lang": "vi"}) in tags
    (log,) = [attributes for _, attributes in tags if attributes.get("role") == "log"]
    assert log["aria-live"] == "polite"
    assert log["aria-label"]
    labels = {attributes["for"] for tag, attributes in tags if tag == "label"}
    assert labels == {attributes["id"] for tag, attributes in tags if tag == "textarea"}
    assert "tắt JavaScript" in page


@pytest.mark.parametrize("syntax", YOUNGER_SYNTAX.values(), ids=YOUNGER_SYNTAX)
async def test_old_phones_understand_the_scripts(assets, syntax):
    scripts = "\n".join(text for address, text in assets.items() if ".js" in address)

    assert not re.search(syntax, scripts)


async def test_no_text_is_ever_read_as_html(assets):
    scripts = "\n".join(assets.values())

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", scripts)


async def test_nothing_is_set_smaller_than_eighteen_pixels(assets):
    styles = "\n".join(text for address, text in assets.items() if ".css" in address)
    sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)rem", styles)]

    assert "font-size: 112.5%" in styles
    assert [size for size in sizes if size < 1] == []

"""What `decorum doc` makes of the examples and of shipped packs holds together: every link leads to
a place, no place is there twice, and the page is HTML whose tags close."""
import html.parser
import os
import re
import subprocess
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "structure"))
import tree  # noqa: E402

VOID = {"meta", "wbr", "br", "link"}
HEADER = re.compile(r"^(policy|pack)\s+\w+", re.MULTILINE)


class Page(html.parser.HTMLParser):
    """Collects ids, links, what a page would load, and tags that do not close."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.wrong = [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag in ("script", "img", "iframe", "link") or "src" in given:
            self.wrong.append(f"<{tag}> would load or run something")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")


def holes(ids, links):
    """What is wrong with places and links."""
    found = [f"the place '{one}' is there {ids.count(one)} times"
             for one in sorted(set(ids)) if ids.count(one) > 1]
    return found + [f"'{link}' leads nowhere" for link in sorted(set(links))
                    if link.removeprefix("#") not in ids]


def made(decorum, path, *options):
    done = subprocess.run([decorum, "doc", path, *options], cwd=tree.ROOT, capture_output=True,
                          text=True, encoding="utf-8", check=False, timeout=300)
    return done.stdout, "" if done.returncode == 0 else done.stderr or f"status {done.returncode}"


def judge(decorum, path):
    text, why = made(decorum, path)
    if why:
        return [why]
    anchors = re.findall(r'<a id="([^"]*)"></a>', text)
    found = holes(anchors, re.findall(r"\]\((#[^)]*)\)", text))
    text, why = made(decorum, path, "--format", "html")
    page = Page()
    page.feed(text)
    found += page.wrong + [f"<{tag}> is not closed" for tag in page.open]
    return found + holes(page.ids, page.links) + ([why] if why else [])


def main():
    decorum = os.path.abspath(os.environ["DECORUM_COMMAND"])
    findings, checked = [], 0
    for name in tree.tracked(".decorum"):
        if not name.startswith(("examples/", "policies/", "tests/conversations/")):
            continue
        if not HEADER.search(tree.read(name)):
            continue
        checked += 1
        findings += [f"{name}: {what}" for what in judge(decorum, name)]
    tree.finish("documents", findings, checked)


if __name__ == "__main__":
    main()

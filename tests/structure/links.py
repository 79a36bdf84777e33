"""Links between Markdown files resolve, anchors included. Links to the web are not followed."""
import re

import tree

LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^\s*(```|~~~)")


def prose(name):
    """The lines of a Markdown file outside code blocks, numbered, code spans blanked."""
    fenced = False
    for number, line in enumerate(tree.read(name).splitlines(), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`", lambda span: "`" + " " * (len(span[0]) - 2) + "`", line)


def anchors(name):
    """The anchors that GitHub gives to the headings of a file."""
    seen, fenced = {}, False
    for line in tree.read(name).splitlines():
        if FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        if not heading:
            continue
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
        slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        yield slug if count == 0 else f"{slug}-{count}"


def broken(source, target):
    """Why the link `target` in `source` leads nowhere; None where it leads somewhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    path, _, anchor = target.partition("#")
    folder = (tree.ROOT / source).parent
    file = (folder / path).resolve() if path else tree.ROOT / source
    if not file.is_relative_to(tree.ROOT):
        return "leaves the repository"
    if not file.exists():
        return "no such file"
    if anchor and file.suffix == ".md":
        if anchor not in anchors(str(file.relative_to(tree.ROOT))):
            return "no such heading"
    return None


def main():
    findings, checked = [], 0
    for name in tree.tracked(".md"):
        for number, line in prose(name):
            for target in LINK.findall(line):
                checked += 1
                reason = broken(name, target)
                if reason:
                    findings.append(f"{name}:{number}: {target}: {reason}")
    tree.finish("links", findings, checked)


if __name__ == "__main__":
    main()

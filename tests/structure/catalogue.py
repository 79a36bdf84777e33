"""Every finding of the catalogue is shown in a golden and explained on a page, and no page is left
over from a finding that is gone. Every warning stands in docs/lint.md, and every lint has a golden that
shows it (`NAME.decorum`) and one of what it leaves alone (`NAME_not.decorum`). No catalogue has an entry twice: git puts together what branches
add (.gitattributes)."""
import re

import tree

CODE = re.compile(r"D\d{4}")
# A golden of it would not belong into a repository: unit tests show it.
TOO_LARGE = {"D0124": "tests/unit/syntax/parse_test.cpp"}


# One name may have several lines in these: a provider's keys, a detector's expressions.
BY_LINE = ("KEY(", "FORM(")


def twice(text):
    """Entries that stand in a catalogue more than once, by macro and first argument; those of
    BY_LINE by their whole line."""
    code = re.sub(r"//.*", "", text)
    entries = re.findall(r"\b([A-Z_]+\(\s*(?:\"[^\"]*\"|[\w.']+))", code)
    entries = [entry for entry in entries if not entry.startswith(BY_LINE)]
    entries += [line.strip().removesuffix(")") for line in text.splitlines()
                if line.startswith(BY_LINE)]
    return sorted({f"{entry})" for entry in entries if entries.count(entry) > 1})


def snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def lints(catalogue):
    """What is missing of the warnings: their line in docs/lint.md, and the goldens of lints."""
    entries = re.findall(r"^\s*DIAG\(\s*(D\d{4})\s*,\s*(\w+)\s*,\s*(\w+)", catalogue, re.MULTILINE)
    warnings = {code for code, _, severity in entries if severity == "Warning"}
    listed = re.findall(r"^\| \[(D\d{4})\]\(errors/(D\d{4})\.md\)", tree.read("docs/lint.md"),
                        re.MULTILINE)
    missing = [f"{code}: a warning, and docs/lint.md does not list it"
               for code in sorted(warnings - {code for code, _ in listed})]
    missing += [f"docs/lint.md: {code} is listed with the page of {page}, or is no warning"
                for code, page in listed if code != page or code not in warnings]
    goldens = set(tree.tracked(".decorum", under="tests/golden/lint/"))
    for code, name, _ in entries:
        if not code.startswith("D10"):
            continue
        shown, left = (f"tests/golden/lint/{snake(name)}{end}.decorum" for end in ("", "_not"))
        if shown not in goldens or code not in tree.read(shown):
            missing.append(f"{code} {name}: {shown} does not show it")
        if left not in goldens or "#~" in tree.read(left):
            missing.append(f"{code} {name}: {left} is not there, or not without findings")
    return missing


def main():
    catalogue = tree.read("compiler/diagnostics/diagnostics.def")
    codes = re.findall(r"^\s*DIAG\(\s*(D\d{4})\s*,\s*(\w+)", catalogue, re.MULTILINE)
    findings = []

    for index, what in ((0, "code"), (1, "name")):
        names = [entry[index] for entry in codes]
        findings += [f"{what} {name} stands in the catalogue twice"
                     for name in sorted(set(names)) if names.count(name) > 1]

    for path in tree.tracked(".def"):
        findings += [f"{path}: {entry} stands there twice" for entry in twice(tree.read(path))]

    findings += lints(catalogue)

    shown = set()
    for path in tree.tracked(under="tests/golden/"):
        if not path.endswith((".cpp", ".h")):
            shown.update(CODE.findall(tree.read(path)))
    pages = {path.split("/")[-1][:-3] for path in tree.tracked(".md", under="docs/errors/")
             if CODE.fullmatch(path.split("/")[-1][:-3])}
    known = {code for code, _ in codes}
    for code, name in codes:
        elsewhere = code in TOO_LARGE and code in tree.read(TOO_LARGE[code])
        if code not in shown and not elsewhere:
            findings.append(f"{code} {name}: no golden in tests/golden shows it")
        if code not in pages:
            findings.append(f"{code} {name}: no page docs/errors/{code}.md")
        elif code not in tree.read(f"docs/errors/{code}.md").splitlines()[0]:
            findings.append(f"docs/errors/{code}.md: its first line does not name {code}")
    findings += [f"docs/errors/{page}.md: no such code in the catalogue"
                 for page in sorted(pages - known)]
    findings += [f"{code}: a golden expects it, and the catalogue does not have it"
                 for code in sorted(shown - known)]
    tree.finish("catalogue: findings", findings, len(codes))


if __name__ == "__main__":
    main()

"""Every detector and group of the catalogue stands in docs/detectors.md, no other does, and every
number of a state is a member of `pii.national_id`."""
import re

import tree

PAGE = "docs/detectors.md"
ENTRY = re.compile(r'^(?:DETECTOR|NUMBER|GROUP)\("([\w.]+)"', re.MULTILINE)
ROW = re.compile(r"^\| `([\w.]+)` \|", re.MULTILINE)


def main():
    folder = "runtime/text/detect/"
    files = [name for name in tree.tracked(".def", under=folder) if name.count("/") == 3]
    named = {name: path for path in files for name in ENTRY.findall(tree.read(path))}
    page = tree.read(PAGE)
    rows = set(ROW.findall(page))
    findings = [f"{PAGE}: no row for {name} ({named[name]})" for name in sorted(set(named) - rows)]
    findings += [f"{PAGE}: no detector is called {name}" for name in sorted(rows - set(named))]
    group = tree.read(folder + "groups.def").partition('GROUP("pii.national_id"')[2].partition("GROUP")[0]
    members = set(re.findall(r"pii\.\w+", group))
    findings += [f"{folder}groups.def: pii.national_id lacks {name}"
                 for name, path in sorted(named.items())
                 if "/national_" in path and name not in members]
    tree.finish("detectors: findings", findings, len(named))


if __name__ == "__main__":
    main()

"""Tracked files name no place of the machine they were written on: no home folders, no mirrors or
registries of a network."""
import re

import tree

FORBIDDEN = [
    (re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|mnt|srv)/\w"), "a path of one machine"),
    (re.compile(r"/tmp/(?!decorum|XX)\w"), "a temporary folder of one machine"),
    (re.compile(r"https?://(?:\d{1,3}\.){3}\d{1,3}(?!\d)(?!.*example)"), "an address"),
    (re.compile(r"https?://[\w.-]+\.(?:internal|corp|lan|intranet)\b"), "a private host"),
    (re.compile(r"(?:index-url|registry)\s*=\s*\S|(?:https?|ftp)_proxy=", re.IGNORECASE),
     "a registry or proxy of one network"),
    (re.compile(r"\b(?:artifactory|jfrog|nexus-?repo)", re.IGNORECASE), "a registry"),
]
EXAMPLES = ("tests/structure/places.py", "tests/structure/self_test.py")  # show what is forbidden
BINARY = (".gz", ".zst", ".png", ".dcb", ".bin")


def main():
    findings, checked = [], 0
    for path in tree.tracked():
        # Logs and corpora are text of others' conversations, made up, with made-up addresses.
        if path in EXAMPLES or path.endswith(BINARY + (".jsonl",)) or path.startswith("tests/fuzz/"):
            continue
        checked += 1
        for number, line in enumerate(tree.read(path).splitlines(), 1):
            for pattern, what in FORBIDDEN:
                found = pattern.search(line)
                if found:
                    findings.append(f"{path}:{number}: {what}: {found.group(0)}")
    tree.finish("places: files", findings, checked)


if __name__ == "__main__":
    main()

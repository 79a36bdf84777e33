"""Writes the workloads into a folder: `gen.py FOLDER`. The same seed gives the same bytes."""
import json
import pathlib
import sys

import dialects
import model


def write(folder):
    """Writes each workload into a folder of its own below `folder`. Returns their (name, kind)."""
    made = []
    for name, kind, rules, inputs in model.workloads():
        place = pathlib.Path(folder) / name
        place.mkdir(parents=True, exist_ok=True)
        texts = dialects.files(kind, rules)
        texts["kind"] = kind
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in inputs)
        texts["inputs.jsonl"] = "".join(lines)
        for file, text in texts.items():
            (place / file).write_text(text, encoding="utf-8")
        made.append((name, kind))
    return made


if __name__ == "__main__":
    write(sys.argv[1])

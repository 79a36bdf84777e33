"""The Markdown table of a run, and what becomes of the goals."""
import datetime
import os
import platform
import statistics


def load():
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


def machine():
    def first(path, key):
        with open(path, encoding="utf-8") as lines:
            found = (line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
            return next(found, "?")

    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {"date": datetime.date.today().isoformat(),
            "processor": first("/proc/cpuinfo", "model name"), "cores": os.cpu_count(),
            "memory": first("/proc/meminfo", "MemTotal"), "system": system,
            "load before": load()}


def time_text(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}"
    return f"{ns:.3g} ns"


def ratio_text(ratio):
    return f"{ratio:,.0f}" if ratio >= 99.5 else f"{ratio:.2g}"


def ratio(ns, peer, mode, by_peer="decorum", by_mode=None):
    """Of times taken in the same round, the median."""
    if mode not in ns.get(peer, {}):
        return None
    pairs = zip(ns[peer][mode], ns[by_peer][by_mode or mode])
    return statistics.median(one / other for one, other in pairs)


def spread(times):
    """The median distance from the median, in percent of it."""
    middle = statistics.median(times)
    return 100 * statistics.median(abs(one - middle) for one in times) / middle


def workload_lines(name, workload):
    answers, ns = workload["answers"], workload["ns"]
    yield (f"**{name}**: {answers['inputs']} inputs, a rule fires at "
           f"{answers['inputs_with_a_rule']} of them, {answers['rules_fired']} in all.")
    yield ""
    yield ("| peer | how | ready after | JSON text to verdict | ÷ Decorum | in memory to verdict | "
           "÷ Decorum |")
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for peer, hello in workload["peers"].items():
        cells = []
        for mode in ("json", "record"):
            times = ns[peer][mode]
            cells += [f"{time_text(statistics.median(times))} ±{spread(times):.0f} %",
                      ratio_text(ratio(ns, peer, mode))]
        ready = time_text(hello["ready_ms"] * 1e6) if hello["ready_ms"] else "–"
        yield f"| {peer} | {hello['what']} | {ready} | " + " | ".join(cells) + " |"
        if "known" in ns[peer]:
            times = ns[peer]["known"]
            yield (f"| {peer} | facts given before, an event without news | | | | "
                   f"{time_text(statistics.median(times))} ±{spread(times):.0f} % | "
                   f"{ratio_text(ratio(ns, peer, 'known', by_mode='record'))} |")
    yield ""


# What, goal, peer and its mode, Decorum's mode, workloads.
GOALS = [
    ("CEL for node on a record, JSON read on our side", 3, "cel-js", "record", "json", ["rules-1"]),
    ("CEL for node, both on a record", 200, "cel-js", "record", "record", ["rules-1"]),
    ("CEL for node, both on a record", 1000, "cel-js", "record", "record", ["rules-100"]),
    ("Cedar, JSON included", 10, "cedar", "json", "json", ["rules-1", "rules-100", "rules-1000"]),
    ("OPA, JSON included", 100, "opa", "json", "json", ["rules-1", "rules-100", "rules-1000"]),
    ("cel-go, both on a record", 20, "cel-go", "record", "record",
     ["rules-1", "rules-100", "rules-1000"]),
]


def goal_lines(workloads):
    yield "| Decorum is quicker than … | workload | goal | measured | |"
    yield "| --- | --- | --- | --- | --- |"
    for what, goal, peer, mode, ours, names in GOALS:
        for name in names:
            ns = workloads.get(name, {}).get("ns", {})
            forms = [(ours, "")]
            if ours == "record":
                forms.append(("known", ", facts given before"))
            for form, how in forms:
                got = ratio(ns, peer, mode, by_mode=form)
                if got is not None:
                    verdict = "met" if got >= goal else "**not met**"
                    yield f"| {what}{how} | {name} | ≥ {goal:,} × | {ratio_text(got)} × | {verdict} |"
    yield ""


def markdown(results):
    of = results["machine"]
    lines = [f"{of['date']}, {of['processor']}, {of['cores']} cores, {of['memory']}, {of['system']}. "
             f"Load (1, 5, 15 minutes) {of['load before']} before, {of['load after']} after. "
             f"Processor time, medians of {results['rounds']} rounds in turns of {results['ms']} ms; "
             "± is the median distance from the median; a ratio is the median of those of each round.",
             ""]
    for name, workload in results["workloads"].items():
        lines += workload_lines(name, workload)
    lines += goal_lines(results["workloads"])
    versions = {}
    for workload in results["workloads"].values():
        versions |= {peer: hello["version"] for peer, hello in workload["peers"].items()}
    lines.append("Versions: " + "; ".join(f"{peer} {text}" for peer, text in versions.items()) + ".")
    lines += [f"Skipped: {peer}: {why}." for peer, why in results["skipped"].items()]
    return "\n".join(lines) + "\n"

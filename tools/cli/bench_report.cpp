#include "tools/cli/bench_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace decorum::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Phase {
  const char* name;
  const char* what;
  std::uint64_t PhaseTimes::* ns;
};
constexpr std::array<Phase, 6> kPhases = {{
    {"admit", "facts, signals, arguments", &PhaseTimes::admit},
    {"look", "fold and scan the text", &PhaseTimes::look},
    {"recall", "memory", &PhaseTimes::recall},
    {"decide", "guards and effects", &PhaseTimes::decide},
    {"compose", "the verdict, evidence", &PhaseTimes::compose},
    {"rest", "what later events need", &PhaseTimes::rest},
}};
constexpr std::array<const char*, 5> kShareNames = {"p50", "p90", "p99", "p99.9", "slowest"};

std::string shownNs(double ns) {
  if (ns < 1'000) return fmt::format("{:.0f} ns", ns);
  if (ns < 1e6) return fmt::format("{:.1f} µs", ns / 1e3);
  return fmt::format("{:.1f} ms", ns / 1e6);
}

/// A column of 14 characters, by what is seen of it.
std::string column(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return std::string(width < 14 ? 14 - width : 0, ' ') + text;
}

double median(std::vector<double> of) {
  if (of.empty()) return 0;
  std::sort(of.begin(), of.end());
  return of[of.size() / 2];
}

template <class Of>
std::string row(const std::string& head, const BenchReport& report, Of of) {
  std::string text = fmt::format("{:<16}", head);
  for (const TierFigures& tier : report.tiers) text += column(of(tier));
  return text + "\n";
}

std::string spread(const TierFigures& tier) {
  const auto [least, most] =
      std::minmax_element(tier.events_per_second.begin(), tier.events_per_second.end());
  const double middle = median(tier.events_per_second);
  return fmt::format("±{:.0f}%", (*most - *least) / 2 / std::max(middle, 1e-9) * 100);
}

std::uint64_t total(const PhaseTimes& times) {
  std::uint64_t sum = 0;
  for (const Phase& phase : kPhases) sum += times.*phase.ns;
  return std::max<std::uint64_t>(sum, 1);
}

std::string phaseTable(const BenchReport& report) {
  std::string text = "\nwhere the time goes\n";
  for (const Phase& phase : kPhases) {
    std::string line = row(phase.name, report, [&](const TierFigures& tier) {
      const double share = static_cast<double>(tier.phases.*phase.ns) /
                           static_cast<double>(total(tier.phases)) * 100;
      return fmt::format("{:.0f}%", share);
    });
    line.pop_back();
    text += line + "  " + phase.what + "\n";
  }
  return text;
}

/// Rounds differ from each other anyway: what lies within that is noise.
std::string comparison(const TierFigures& now, const TierFigures& before) {
  const auto range = [](const TierFigures& tier) {
    const auto [least, most] =
        std::minmax_element(tier.events_per_second.begin(), tier.events_per_second.end());
    return std::pair(*least, *most);
  };
  const auto [now_least, now_most] = range(now);
  const auto [before_least, before_most] = range(before);
  const double ratio = median(now.events_per_second) / median(before.events_per_second);
  const std::string words =
      fmt::format("{}: {:.2f} times the events a second of before", now.name, ratio);
  const bool overlap = now_least <= before_most && before_least <= now_most;
  return words + (overlap ? ", which is within what rounds differ by: noise\n" : "\n");
}

std::string compared(const BenchReport& report, const BenchReport& before) {
  std::string text = "\n";
  if (before.machine.substr(0, before.machine.find(", load")) !=
      report.machine.substr(0, report.machine.find(", load"))) {
    text += "measured before on another machine: " + before.machine + "\n";
  }
  if (before.events != report.events || before.text_bytes != report.text_bytes) {
    return text + "measured before with other events: nothing can be compared\n";
  }
  for (const TierFigures& tier : report.tiers) {
    for (const TierFigures& other : before.tiers) {
      if (other.name == tier.name) text += comparison(tier, other);
    }
  }
  return text;
}

}  // namespace

std::string benchText(const BenchReport& report, const std::optional<BenchReport>& before) {
  std::string text = fmt::format(
      "{}: {} rules; {} events of {} conversations, {} bytes of text\n{}\n\n", report.policy,
      report.rules, report.events, report.conversations, report.text_bytes, report.machine);
  text += row("", report, [](const TierFigures& tier) { return tier.name; });
  text += row("ready after", report,
              [](const TierFigures& tier) { return shownNs(tier.ready_ms * 1e6); });
  text += row("events a second", report, [](const TierFigures& tier) {
    return fmt::format("{:.0f}", median(tier.events_per_second));
  });
  text += row("rounds differ by", report, &spread);
  for (std::size_t i = 0; i < kShareNames.size(); ++i) {
    text += row(kShareNames[i], report,
                [&](const TierFigures& tier) { return shownNs(tier.latency_ns[i]); });
  }
  text += phaseTable(report);
  text += fmt::format("\n{} rules fired; at most {:.0f} MB resident\n", report.tiers.front().fired,
                      static_cast<double>(report.resident_bytes) / 1e6);
  return before ? text + compared(report, *before) : text;
}

std::string benchJson(const BenchReport& report) {
  Json json = {{"policy", report.policy},
               {"digest", report.digest},
               {"rules", report.rules},
               {"conversations", report.conversations},
               {"events", report.events},
               {"text_bytes", report.text_bytes},
               {"resident_bytes", report.resident_bytes},
               {"machine", report.machine},
               {"tiers", Json::array()}};
  for (const TierFigures& tier : report.tiers) {
    Json entry = {{"name", tier.name},
                  {"ready_ms", tier.ready_ms},
                  {"events_per_second", tier.events_per_second},
                  {"fired", tier.fired}};
    for (std::size_t i = 0; i < kShareNames.size(); ++i)
      entry["latency_ns"][kShareNames[i]] = tier.latency_ns[i];
    for (const Phase& phase : kPhases) entry["phases_ns"][phase.name] = tier.phases.*phase.ns;
    json["tiers"].push_back(std::move(entry));
  }
  return json.dump() + "\n";
}

Result<BenchReport, std::string> readBench(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    BenchReport report;
    report.machine = json.at("machine").get<std::string>();
    report.events = json.at("events").get<std::uint64_t>();
    report.text_bytes = json.at("text_bytes").get<std::uint64_t>();
    for (const Json& entry : json.at("tiers")) {
      TierFigures tier;
      tier.name = entry.at("name").get<std::string>();
      tier.events_per_second = entry.at("events_per_second").get<std::vector<double>>();
      if (tier.events_per_second.empty()) return std::string("a tier without rounds");
      report.tiers.push_back(std::move(tier));
    }
    return report;
  } catch (const Json::exception& error) {
    return std::string(error.what());
  }
}

}  // namespace decorum::cli

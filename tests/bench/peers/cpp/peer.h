#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

/// What a program of the comparison does on its standard input and output, a line each way:
/// `answers` gives the rules that fire at each input, `measure MODE MS` the processor time for an
/// input, in ns. Programs in the other languages do the same.
namespace peer {

using Nanoseconds = std::chrono::nanoseconds;

/// Processor time of this process, all threads together: others on the machine disturb it least.
inline Nanoseconds processorTime() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

inline std::string readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> readLines(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Judges inputs one after the other for `at_least`, and goes on where the run before ended.
/// Returns ns for an input. The clock is read once in a millisecond or so.
template <std::invocable<std::size_t> Judge>
double measure(std::size_t inputs, std::size_t& next, Nanoseconds at_least, Judge judge) {
  const auto run = [&](std::size_t count) {
    const auto start = processorTime();
    for (std::size_t i = 0; i < count; ++i) {
      judge(next);
      next = next + 1 == inputs ? 0 : next + 1;
    }
    return processorTime() - start;
  };
  std::size_t block = 1;
  while (run(block) < std::chrono::milliseconds(1)) block *= 2;
  Nanoseconds spent{};
  std::size_t judged = 0;
  for (; spent < at_least; judged += block) spent += run(block);
  return std::chrono::duration<double, std::nano>(spent).count() / static_cast<double>(judged);
}

/// A form in which inputs are given ("json": a line of text; "record": in memory).
struct Mode {
  std::string name;
  std::function<double(Nanoseconds)> measure;
};

inline void printReady(const std::string& version, double ready_ms,
                       const std::vector<Mode>& modes) {
  std::string names;
  for (const Mode& mode : modes) names += (names.empty() ? "\"" : ",\"") + mode.name + '"';
  std::printf("{\"version\":\"%s\",\"ready_ms\":%.3f,\"modes\":[%s]}\n", version.c_str(), ready_ms,
              names.c_str());
  std::fflush(stdout);
}

/// Answers commands until the input ends. `fired(i)` gives the names of input `i`, quoted and with
/// commas between them.
inline void serve(std::size_t inputs, const std::function<std::string(std::size_t)>& fired,
                  const std::vector<Mode>& modes) {
  for (std::string command, name; std::cin >> command;) {
    if (command == "answers") {
      std::string all;
      for (std::size_t i = 0; i < inputs; ++i) all += (i > 0 ? ",[" : "[") + fired(i) + "]";
      std::printf("[%s]\n", all.c_str());
    } else if (int ms = 0; std::cin >> name >> ms) {
      for (const Mode& mode : modes) {
        if (mode.name == name) std::printf("%.3f\n", mode.measure(std::chrono::milliseconds(ms)));
      }
    }
    std::fflush(stdout);
  }
}

}  // namespace peer

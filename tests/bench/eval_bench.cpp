// Deciding the guards of all rules of an event, and making what decides them.
//
// The rules are like those of real policies: each stands on 4 to 8 conditions (a phrase that was
// found, an enumeration, a comparison of ints or numbers, a member of a set), of which many are
// shared; seven of ten begin with a phrase. "sparse": 5 phrases were found in the message, "dense":
// half of them.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/eval/branch_evaluator.h"
#include "runtime/eval/interpreter.h"
#include "runtime/eval/operations.h"
#include "runtime/plan/serialize.h"
#include "tests/support/plan_builder.h"
#include "tests/support/random.h"
#if DECORUM_JIT
#include "compiler/codegen/jit.h"
#endif

namespace decorum::test {
namespace {

using plan::FieldType;
using plan::NodeId;
using plan::Op;
using plan::SlotId;

/// The slots of the policies of this benchmark.
struct Inputs {
  std::vector<SlotId> found, ints, numbers, enums;
};

class Maker {
 public:
  explicit Maker(std::size_t rules) : random_(rules) {
    b_.plan.int_sets = {{0, 1}, {1, 2}, {0, 2}, {1, 7, 100, 1'000, 5'000, 9'999, 12'345, 99'999}};
    for (std::size_t i = 0; i < std::max<std::size_t>(8, rules / 2); ++i) {
      inputs.found.push_back(b_.fact("found" + std::to_string(i), FieldType::kBool));
    }
    for (int i = 0; i < 16; ++i) {
      const std::string number = std::to_string(i);
      inputs.ints.push_back(b_.fact("int" + number, FieldType::kInt));
      inputs.numbers.push_back(b_.fact("number" + number, FieldType::kNumber));
      inputs.enums.push_back(b_.fact("enum" + number, FieldType::kEnum));
    }
    for (std::size_t i = 0; i < rules; ++i) rule();
  }

  plan::Plan take() {
    plan::seal(b_.plan);
    return std::move(b_.plan);
  }

  Inputs inputs;

 private:
  NodeId consed(Op op, const std::vector<NodeId>& operands, std::uint64_t payload = 0) {
    const auto [at, is_new] = known_.try_emplace({op, operands, payload}, 0);
    if (is_new) at->second = b_.node(op, operands, payload);
    return at->second;
  }
  NodeId integer(std::int64_t i) {
    return consed(Op::kConstInt, {}, static_cast<std::uint64_t>(i));
  }
  NodeId number(double n) { return consed(Op::kConstNumber, {}, std::bit_cast<std::uint64_t>(n)); }
  NodeId load(Op op, const std::vector<SlotId>& slots) { return consed(op, {}, random_.of(slots)); }

  NodeId condition() {
    const std::size_t kind = random_.below(100);
    if (kind < 30) return load(Op::kLoadBool, inputs.found);
    if (kind < 55) {
      return consed(Op::kLtInt, {load(Op::kLoadInt, inputs.ints),
                                 integer(static_cast<std::int64_t>(random_.below(100)))});
    }
    if (kind < 70) {
      return consed(Op::kLtNumber, {load(Op::kLoadNumber, inputs.numbers),
                                    number(static_cast<double>(random_.below(20)) / 20)});
    }
    if (kind < 85) {
      return consed(Op::kEqInt, {load(Op::kLoadInt, inputs.enums),
                                 integer(static_cast<std::int64_t>(random_.below(3)))});
    }
    if (kind < 93) {
      return consed(Op::kMemberInt, {load(Op::kLoadInt, inputs.enums)}, random_.below(3));
    }
    return consed(Op::kMemberInt, {load(Op::kLoadInt, inputs.ints)}, 3);
  }

  void rule() {
    std::vector<NodeId> all;
    if (random_.percent(70)) all.push_back(load(Op::kLoadBool, inputs.found));
    std::size_t left = random_.between(4, 8) - all.size();
    while (left > 0) {
      std::vector<NodeId> any(std::min(left, random_.between(1, 3)));
      for (NodeId& one : any) one = condition();
      left -= any.size();
      all.push_back(any.size() == 1 ? any[0] : consed(Op::kOr, any));
    }
    b_.rule(consed(Op::kAnd, all));
  }

  Random random_;
  PlanBuilder b_;
  std::map<std::tuple<Op, std::vector<NodeId>, std::uint64_t>, NodeId> known_;
};

/// 64 events in turn, so that no predictor learns one by heart.
std::vector<RecordBuilder> makeRecords(const plan::Plan& plan, const Inputs& inputs, bool dense) {
  Random random(7);
  std::vector<RecordBuilder> records;
  for (int i = 0; i < 64; ++i) {
    RecordBuilder record(plan);
    for (const SlotId slot : inputs.found) {
      record.set(slot, eval::ofBool(dense && random.percent(50)));
    }
    for (int hit = 0; !dense && hit < 5; ++hit) {
      record.set(random.of(inputs.found), eval::ofBool(true));
    }
    for (const SlotId slot : inputs.ints) {
      record.set(slot, eval::ofInt(static_cast<std::int64_t>(random.below(100))));
    }
    for (const SlotId slot : inputs.numbers) {
      record.set(slot, eval::ofNumber(static_cast<double>(random.below(100)) / 100));
    }
    for (const SlotId slot : inputs.enums) {
      record.set(slot, eval::ofInt(static_cast<std::int64_t>(random.below(3))));
    }
    records.push_back(std::move(record));
  }
  return records;
}

void run(benchmark::State& state, const eval::Evaluator& evaluator,
         const std::vector<RecordBuilder>& records) {
  eval::Scratch scratch;
  eval::RuleBits fired, undecided;
  std::size_t i = 0;
  for (auto _ : state) {
    evaluator.evaluate(EventKind::kUser, records[i++ % records.size()].view(), scratch, fired,
                       undecided);
    benchmark::DoNotOptimize(fired);
  }
  state.SetItemsProcessed(state.iterations());
}

/// Everything for one number of rules; native code is made once, for it takes seconds.
struct Setup {
  explicit Setup(std::size_t rules) : Setup(Maker(rules)) {}
  explicit Setup(Maker maker)
      : inputs(maker.inputs),
        plan(maker.take()),
        interpreter(plan),
        branches(interpreter),
        sparse(makeRecords(plan, inputs, false)),
        dense(makeRecords(plan, inputs, true)) {}

  Inputs inputs;
  plan::Plan plan;
  eval::Interpreter interpreter;
  eval::BranchEvaluator branches;
  std::vector<RecordBuilder> sparse, dense;
  std::unique_ptr<eval::Evaluator> native;
};

Setup& setupFor(std::int64_t rules) {
  static std::map<std::int64_t, std::unique_ptr<Setup>> setups;
  auto& setup = setups[rules];
  if (!setup) setup = std::make_unique<Setup>(static_cast<std::size_t>(rules));
  return *setup;
}

void interpret(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  run(state, setup.interpreter, state.range(1) ? setup.dense : setup.sparse);
}

void walk(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  run(state, setup.branches, state.range(1) ? setup.dense : setup.sparse);
}

void makeInterpreter(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(eval::Interpreter(setup.plan));
}

void makeBranches(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(eval::BranchEvaluator(setup.interpreter));
}

void eachSize(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("rules")->RangeMultiplier(10)->Range(10, 10'000);
}
void eachEvent(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"rules", "dense"})->ArgsProduct({{10, 100, 1'000, 10'000}, {0, 1}});
}

BENCHMARK(interpret)->Apply(eachEvent);
BENCHMARK(walk)->Apply(eachEvent);
BENCHMARK(makeBranches)->Apply(eachSize)->Unit(benchmark::kMicrosecond);
BENCHMARK(makeInterpreter)->Apply(eachSize)->Unit(benchmark::kMicrosecond);

#if DECORUM_JIT
void native(benchmark::State& state) {
  Setup& setup = setupFor(state.range(0));
  if (!setup.native) {
    auto made = codegen::compileNative(setup.branches);
    if (!made) return state.SkipWithError(made.error().c_str());
    setup.native = std::move(made->evaluator);
  }
  run(state, *setup.native, state.range(1) ? setup.dense : setup.sparse);
}

void makeNative(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(codegen::compileNative(setup.branches));
}

/// Code of the same plan stands in a cache.
void makeNativeKept(benchmark::State& state) {
  const Setup& setup = setupFor(state.range(0));
  std::string folder = (std::filesystem::temp_directory_path() / "decorum-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return state.SkipWithError("no folder");
  const auto stored = codegen::compileNative(setup.branches, folder);
  if (!stored || !stored->problem.empty()) return state.SkipWithError("nothing is kept");
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    state.counters["bytes"] = static_cast<double>(entry.file_size());
  for (auto _ : state) benchmark::DoNotOptimize(codegen::compileNative(setup.branches, folder));
  std::filesystem::remove_all(folder);
}

BENCHMARK(native)->Apply(eachEvent);
BENCHMARK(makeNative)->Apply(eachSize)->Unit(benchmark::kMillisecond);
BENCHMARK(makeNativeKept)->Apply(eachSize)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
}  // namespace decorum::test

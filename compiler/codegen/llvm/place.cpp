// LLVM's linker alone, which is given addresses that nothing is at. What it makes of the same
// objects at two of them must be the same: then nothing depends on where it lies.
#include "compiler/codegen/llvm/place.h"

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "compiler/codegen/llvm/emit.h"
#include "runtime/eval/machine_code.h"

namespace decorum::codegen {
namespace {

namespace orc = llvm::orc;
namespace jitlink = llvm::jitlink;

constexpr std::uint64_t kPage = 4096;
/// Multiples of any page; apart by what shows in every byte of an address.
constexpr std::uint64_t kBases[] = {0x1000'0000, 0x2345'0000};

struct Placed {
  std::uint64_t base = 0;
  std::string code;
  std::map<std::string, std::uint32_t> symbols;
  std::vector<std::uint32_t> tables;
  std::string problem;
};

/// Puts one object behind what there is.
class Layout final : public jitlink::JITLinkMemoryManager::InFlightAlloc {
 public:
  Layout(jitlink::LinkGraph& graph, Placed& placed) : placed_(placed) {
    jitlink::BasicLayout layout(graph);
    std::uint64_t size = placed.code.size();
    std::vector<std::uint64_t> begins;
    for (auto& [group, segment] : layout.segments()) {
      const std::uint64_t alignment =
          std::max<std::uint64_t>(segment.Alignment.value(), begins.empty() ? kPage : 1);
      size = (size + alignment - 1) / alignment * alignment;
      begins.push_back(size);
      size += segment.ContentSize + segment.ZeroFillSize;
    }
    begin_ = begins.empty() ? size : begins.front();
    bytes_.assign(size - begin_, '\0');
    std::size_t next = 0;
    for (auto& [group, segment] : layout.segments()) {
      const std::uint64_t at = begins[next++];
      segment.Addr = orc::ExecutorAddr(placed.base + at);
      segment.WorkingMem = bytes_.data() + (at - begin_);
    }
    if (auto error = layout.apply()) placed.problem = llvm::toString(std::move(error));
  }
  void abandon(OnAbandonedFunction done) override { done(llvm::Error::success()); }
  void finalize(OnFinalizedFunction done) override {
    placed_.code.resize(begin_, '\0');
    placed_.code += bytes_;
    done(jitlink::JITLinkMemoryManager::FinalizedAlloc());
  }

 private:
  Placed& placed_;
  std::uint64_t begin_ = 0;
  std::string bytes_;
};

class Layouts final : public jitlink::JITLinkMemoryManager {
 public:
  explicit Layouts(Placed& placed) : placed_(placed) {}
  void allocate(const jitlink::JITLinkDylib* /*library*/, jitlink::LinkGraph& graph,
                OnAllocatedFunction done) override {
    done(std::unique_ptr<InFlightAlloc>(std::make_unique<Layout>(graph, placed_)));
  }
  void deallocate(std::vector<FinalizedAlloc> /*all*/, OnDeallocatedFunction done) override {
    done(llvm::Error::success());
  }

 private:
  Placed& placed_;
};

class Context final : public jitlink::JITLinkContext {
 public:
  Context(Placed& placed, Layouts& layouts)
      : JITLinkContext(nullptr), placed_(placed), layouts_(layouts) {}

  jitlink::JITLinkMemoryManager& getMemoryManager() override { return layouts_; }
  void notifyFailed(llvm::Error error) override {
    placed_.problem = llvm::toString(std::move(error));
  }
  void lookup(const LookupMap& symbols,
              std::unique_ptr<jitlink::JITLinkAsyncLookupContinuation> next) override {
    if (symbols.empty()) return next->run(jitlink::AsyncLookupResult()), void();
    const std::string name = symbols.begin()->first.str();
    next->run(llvm::createStringError(llvm::inconvertibleErrorCode(),
                                      "code refers to '" + name + "', outside of itself"));
  }
  llvm::Error notifyResolved(jitlink::LinkGraph& graph) override {
    for (const jitlink::Symbol* symbol : graph.defined_symbols())
      if (symbol->hasName())
        placed_.symbols[symbol->getName().str()] = offset(symbol->getAddress());
    if (auto* const section = graph.findSectionByName(".eh_frame")) {
      const jitlink::SectionRange range(*section);
      if (!range.empty()) placed_.tables.push_back(offset(range.getStart()));
    }
    return llvm::Error::success();
  }
  void notifyFinalized(jitlink::JITLinkMemoryManager::FinalizedAlloc allocation) override {
    allocation.release();
  }

 private:
  std::uint32_t offset(orc::ExecutorAddr address) const {
    return static_cast<std::uint32_t>(address.getValue() - placed_.base);
  }
  Placed& placed_;
  Layouts& layouts_;
};

Placed placeAt(std::uint64_t base, const std::vector<std::string>& objects) {
  Placed placed;
  placed.base = base;
  Layouts layouts(placed);
  for (const std::string& object : objects) {
    auto graph = jitlink::createLinkGraphFromObject(llvm::MemoryBufferRef(object, "guards"));
    if (!graph) {
      placed.problem = llvm::toString(graph.takeError());
    } else {
      jitlink::link(std::move(*graph), std::make_unique<Context>(placed, layouts));
    }
    if (!placed.problem.empty()) break;
  }
  return placed;
}

}  // namespace

Result<eval::CodeParts, std::string> placeObjects(const std::vector<std::string>& objects,
                                                  std::uint32_t words) {
  Placed placed = placeAt(kBases[0], objects);
  if (!placed.problem.empty()) return placed.problem;
  if (placed.code.size() > std::numeric_limits<std::int32_t>::max())
    return std::string("the native code is too large");
  if (placeAt(kBases[1], objects).code != placed.code)
    return std::string("the native code depends on where it lies");
  eval::CodeParts parts;
  for (std::uint32_t word = 0; word < words; ++word) {
    const auto found = placed.symbols.find(symbolOf(word));
    if (found == placed.symbols.end()) return "there is no '" + symbolOf(word) + "'";
    parts.functions.push_back(found->second);
  }
  parts.tables = std::move(placed.tables);
  parts.code = std::move(placed.code);
  return parts;
}

}  // namespace decorum::codegen

#include "runtime/engine/bundle.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "decorum/bundle.h"
#include "runtime/base/descriptor.h"
#include "runtime/base/packed.h"
#include "runtime/base/processor.h"
#include "runtime/engine/policy_impl.h"
#include "runtime/eval/native_evaluator.h"
#include "runtime/plan/serialize.h"
#include "runtime/text/database_shelf.h"

namespace decorum {
namespace engine {
namespace {

constexpr std::string_view kMagic("DECORUM\x02", 8);
constexpr std::size_t kDigestAt = kMagic.size() + 8;
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kProcessorBytes = 16;
constexpr std::size_t kHeader = kDigestAt + kDigestBytes + kProcessorBytes;
constexpr std::size_t kEntry = 16;

enum PartKind : std::uint32_t { kPlan = 1, kDatabases = 2, kCode = 3 };

using Digest = std::array<unsigned char, kDigestBytes>;

std::size_t padded(std::size_t size) { return (size + 7) / 8 * 8; }

Digest digestOf(std::string_view bundle) {
  static const int is_ready = sodium_init();  // or BLAKE2b is three times as slow
  static_cast<void>(is_ready);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kDigestBytes);
  for (const std::string_view part :
       {bundle.substr(0, kDigestAt), bundle.substr(kDigestAt + kDigestBytes)}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  Digest digest;
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

std::string damaged(std::string_view how) {
  return fmt::format("the bundle is damaged: {}; copy it again, or build it again", how);
}

bool isZero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

/// Takes one part and what fills it up; false where it is not all there.
bool takePart(Unpacker& from, std::uint64_t size, std::string_view& part) {
  part = from.raw(size);
  return !from.failed() && isZero(from.raw(padded(size) - size)) && !from.failed();
}

}  // namespace

std::string bundleOf(const BundleParts& parts) {
  const std::array<std::pair<PartKind, std::string_view>, 3> all = {
      {{kPlan, parts.plan}, {kDatabases, parts.databases}, {kCode, parts.code}}};
  const std::uint32_t count = parts.code.empty() ? 2 : 3;
  Packer to;
  to.raw(kMagic);
  to.number32(kBundleVersion);
  to.number32(count);
  to.raw(std::string(kDigestBytes, '\0'));
  std::string processor(parts.processor);
  processor.resize(kProcessorBytes, '\0');
  to.raw(processor);
  for (std::uint32_t i = 0; i < count; ++i) {
    to.number32(all[i].first);
    to.number32(0);
    to.number64(all[i].second.size());
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    to.raw(all[i].second);
    to.raw(std::string(padded(all[i].second.size()) - all[i].second.size(), '\0'));
  }
  std::string bundle = to.take();
  const Digest digest = digestOf(bundle);
  std::memcpy(bundle.data() + kDigestAt, digest.data(), digest.size());
  return bundle;
}

Result<BundleParts, std::string> partsOf(std::string_view bundle) {
  if (!isBundle(bundle)) return std::string("this is no bundle: 'decorum build' makes one");
  if (bundle.size() < kHeader) return damaged("it ends too early");
  Unpacker from(bundle.substr(kMagic.size()));
  const std::uint32_t version = from.number32();
  const std::uint32_t count = from.number32();
  if (version != kBundleVersion) {
    return fmt::format(
        "the bundle is of form {}, this Decorum reads form {}: build it with the version that is "
        "to load it",
        version, kBundleVersion);
  }
  const Digest digest = digestOf(bundle);
  if (from.raw(kDigestBytes) !=
      std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size())) {
    return damaged("its digest does not fit");
  }
  BundleParts parts;
  parts.processor = from.raw(kProcessorBytes);
  parts.processor = parts.processor.substr(0, parts.processor.find('\0'));
  // What follows is as it was written; that it fits together is looked at all the same.
  Unpacker entries(from.raw(kEntry * std::uint64_t{count}));
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t kind = entries.number32();
    entries.number32();
    const std::uint64_t size = entries.number64();
    std::string_view unknown;
    std::string_view& part = kind == kPlan        ? parts.plan
                             : kind == kDatabases ? parts.databases
                             : kind == kCode      ? parts.code
                                                  : unknown;
    if (entries.failed() || !takePart(from, size, part)) return damaged("a part is not all there");
  }
  if (!from.rest().empty()) return damaged("there is more behind its end");
  return parts;
}

}  // namespace engine

namespace {

struct FileBytes {
  std::unique_ptr<std::byte[]> bytes;
  std::size_t size = 0;
};

Result<FileBytes, std::string> readWhole(const std::string& path) {
  const auto failed = [&](int error) {
    return fmt::format("cannot read '{}': {}", path, std::strerror(error));
  };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file.isOpen() || ::fstat(file.get(), &status) != 0) return failed(errno);
  if (!S_ISREG(status.st_mode)) return fmt::format("cannot read '{}': it is no file", path);
  FileBytes all;
  all.bytes = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(status.st_size));
  while (all.size < static_cast<std::size_t>(status.st_size)) {
    const ssize_t count = ::read(file.get(), all.bytes.get() + all.size,
                                 static_cast<std::size_t>(status.st_size) - all.size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(errno);
    if (count == 0) break;  // it has become shorter: its digest will not fit
    all.size += static_cast<std::size_t>(count);
  }
  return all;
}

std::span<const std::byte> bytesOf(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

bool isBundle(std::string_view bytes) { return bytes.starts_with(engine::kMagic); }

Result<Bundle, std::string> loadBundle(std::span<const std::byte> bytes,
                                       const BundleOptions& options) {
  const auto parts = engine::partsOf({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!parts) return parts.error();
  const bool native = options.native && !parts->code.empty();
  if (native && !runsHere(parts->processor)) {
    return fmt::format(
        "the bundle's native code is for {}, which this processor is not: build it with '--cpu "
        "{}', or load it without native code ('--backend interpreter'), with the same verdicts",
        parts->processor, processorNames().front());
  }
  auto plan = options.native ? plan::loadVouchedFor(bytesOf(parts->plan))
                             : plan::load(bytesOf(parts->plan));
  if (!plan) return plan.error() + ": build the bundle again";
  auto shelf = text::DatabaseShelf::read(parts->databases);
  if (!shelf) return shelf.error() + ": build the bundle again";
  engine::EvaluatorMaker maker;
  if (native) {
    using Made = Result<std::unique_ptr<eval::Evaluator>, std::string>;
    maker = [&, words = eval::ruleWords(*plan)](const eval::BranchEvaluator& branches) -> Made {
      auto code = eval::MachineCode::load(parts->code, words);
      if (!code) return code.error() + ": build the bundle again, or load it without native code";
      return std::unique_ptr<eval::Evaluator>(
          std::make_unique<eval::NativeEvaluator>(branches, *std::move(code)));
    };
  }
  auto policy = engine::makePolicy(*std::move(plan), maker, nullptr, &*shelf);
  if (!policy) return policy.error();
  Bundle bundle{*std::move(policy), native, std::string(parts->processor), {}};
  if (!shelf->problem().empty()) {
    bundle.warnings.push_back(shelf->problem() +
                              ", and were compiled again: build the bundle again for this machine");
  }
  return bundle;
}

Result<Bundle, std::string> loadBundleFile(const std::string& path, const BundleOptions& options) {
  const auto file = readWhole(path);
  if (!file) return file.error();
  auto bundle = loadBundle({file->bytes.get(), file->size}, options);
  if (!bundle) return fmt::format("'{}': {}", path, bundle.error());
  return bundle;
}

}  // namespace decorum

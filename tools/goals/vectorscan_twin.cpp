#include "tools/goals/vectorscan_twin.h"

#include <hs.h>

namespace decorum::goals {

struct VectorscanTwin::Impl {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
  hs_stream_t* stream = nullptr;
  std::uint64_t hits = 0;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (stream != nullptr) hs_close_stream(stream, scratch, nullptr, nullptr);
    hs_free_scratch(scratch);
    hs_free_database(database);
  }
  static int count(unsigned, unsigned long long, unsigned long long, unsigned, void* hits) {
    ++*static_cast<std::uint64_t*>(hits);
    return 0;
  }
};

VectorscanTwin::VectorscanTwin(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VectorscanTwin::VectorscanTwin(VectorscanTwin&&) noexcept = default;
VectorscanTwin& VectorscanTwin::operator=(VectorscanTwin&&) noexcept = default;
VectorscanTwin::~VectorscanTwin() = default;

Result<VectorscanTwin, std::string> VectorscanTwin::make(const std::vector<std::string>& all,
                                                         Form form, Mode mode) {
  const bool literals = form == Form::kLiterals;
  const unsigned flag = HS_FLAG_SINGLEMATCH | (literals ? 0u : unsigned{HS_FLAG_CASELESS});
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  std::vector<unsigned> flags(all.size(), flag);
  std::vector<unsigned> ids;
  for (const std::string& one : all) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(one.c_str());
    sizes.push_back(one.size());
  }
  const unsigned how = mode == Mode::kBlock ? HS_MODE_BLOCK : HS_MODE_STREAM;
  const auto size = static_cast<unsigned>(all.size());
  auto impl = std::make_unique<Impl>();
  hs_compile_error_t* error = nullptr;
  const hs_error_t status =
      literals ? hs_compile_lit_multi(texts.data(), flags.data(), ids.data(), sizes.data(), size,
                                      how, nullptr, &impl->database, &error)
               : hs_compile_multi(texts.data(), flags.data(), ids.data(), size, how, nullptr,
                                  &impl->database, &error);
  std::string why = error != nullptr ? error->message : "";
  hs_free_compile_error(error);
  if (status != HS_SUCCESS) return why;
  if (hs_alloc_scratch(impl->database, &impl->scratch) != HS_SUCCESS) {
    return std::string("no memory for a scratch");
  }
  return VectorscanTwin(std::move(impl));
}

void VectorscanTwin::scan(std::string_view text) {
  hs_scan(impl_->database, text.data(), static_cast<unsigned>(text.size()), 0, impl_->scratch,
          &Impl::count, &impl_->hits);
}

void VectorscanTwin::feed(std::string_view chunk) {
  if (impl_->stream == nullptr) hs_open_stream(impl_->database, 0, &impl_->stream);
  hs_scan_stream(impl_->stream, chunk.data(), static_cast<unsigned>(chunk.size()), 0,
                 impl_->scratch, &Impl::count, &impl_->hits);
}

void VectorscanTwin::end() {
  hs_close_stream(impl_->stream, impl_->scratch, &Impl::count, &impl_->hits);
  impl_->stream = nullptr;
}

std::uint64_t VectorscanTwin::hits() const { return impl_->hits; }
std::string VectorscanTwin::version() { return hs_version(); }

}  // namespace decorum::goals

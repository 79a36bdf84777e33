/// What keeps conversations between runs: a store, a service that judges with it, a decision log.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "decorum/decision_log.h"
#include "decorum/service.h"
#include "decorum/store.h"

namespace decorum::cli {

struct Keeping {
  std::shared_ptr<Store> store;
  std::shared_ptr<Service> service;
  std::shared_ptr<DecisionLog> log;  ///< none where none was asked for

  /// Writes what waits for the log. False where it cannot be written, which is complained about.
  bool writeLog() const;
  /// At the end of a run: commits what waits, writes the log, and tells of events that were too old
  /// to be answered for again. False where something could not be kept.
  bool finish(std::uint64_t forgotten) const;
};

/// Opens the store that `url` names; complains where it cannot be.
std::shared_ptr<Store> openStoreFor(const std::string& url);

/// Opens all of it; a `log_folder` of "" is no log. Nothing where something cannot be opened, which
/// is complained about.
std::optional<Keeping> openKeeping(const Policy& policy, const std::string& url,
                                   const std::string& log_folder, ServiceOptions options);

}  // namespace decorum::cli

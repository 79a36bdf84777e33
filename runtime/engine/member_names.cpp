#include "runtime/engine/member_names.h"

#include <algorithm>

namespace decorum::engine {

MemberNames::MemberNames(const std::vector<plan::Field>& fields) {
  for (const plan::Field& field : fields) {
    const std::string member = field.name.substr(0, field.name.find('.'));
    auto known = std::find(names_.begin(), names_.end(), member);
    if (known == names_.end()) known = names_.insert(known, member);
    of_field_.push_back(static_cast<std::uint32_t>(known - names_.begin()));
  }
  for (const std::string& name : names_) {
    sorted_.emplace_back(name, static_cast<std::uint32_t>(sorted_.size()));
  }
  std::sort(sorted_.begin(), sorted_.end());
}

std::uint32_t MemberNames::search(std::string_view name) const {
  const auto at = std::partition_point(sorted_.begin(), sorted_.end(),
                                       [&](const auto& entry) { return entry.first < name; });
  return at != sorted_.end() && at->first == name ? at->second : plan::kNone;
}

RecordMembers::RecordMembers(const plan::Plan& plan) {
  for (const plan::Record& record : plan.records) records.emplace_back(record.fields);
  for (const plan::Tool& tool : plan.tools) {
    arguments.emplace_back(tool.arguments);
    results.emplace_back(tool.results);
  }
}

}  // namespace decorum::engine

/// Members of a record by their names: so that a record is gone through once, whatever it holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/plan/plan.h"

namespace decorum::engine {

/// The members that the fields of a record are, or are in: of "city" and "address.street", `city`
/// and `address`. Made once for a policy.
class MemberNames {
 public:
  MemberNames() = default;
  explicit MemberNames(const std::vector<plan::Field>& fields);

  std::size_t size() const { return names_.size(); }
  /// The member with this name; `kNone` where no field is in it. `guess` is looked at first: who
  /// writes records mostly has the same order.
  std::uint32_t find(std::string_view name, std::uint32_t guess) const {
    if (guess < names_.size() && names_[guess] == name) return guess;
    return search(name);
  }
  /// Of the field with this index: the member that it is, or is in.
  std::uint32_t ofField(std::size_t field) const { return of_field_[field]; }

 private:
  std::uint32_t search(std::string_view name) const;

  std::vector<std::string> names_;  ///< in the order of the fields
  std::vector<std::uint32_t> of_field_;
  std::vector<std::pair<std::string, std::uint32_t>> sorted_;
};

/// Those of the records of a plan.
struct RecordMembers {
  RecordMembers() = default;
  explicit RecordMembers(const plan::Plan& plan);

  std::vector<MemberNames> records;             ///< by record
  std::vector<MemberNames> arguments, results;  ///< by tool
};

}  // namespace decorum::engine

/// The plan as bytes: what a policy is when it is stored or sent.
///
///   "DECORUM" 0x01 · version of this form, 4 bytes, little end first · SHA-256, 32 bytes · CBOR
///
/// The CBOR (RFC 8949) holds every structure as the array of its fields, the digest left out; the
/// SHA-256 is over it. Equal plans have equal bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "decorum/result.h"
#include "runtime/plan/plan.h"

namespace decorum::plan {

/// Raised with every change to the fields of a plan or to the meaning of an operation.
inline constexpr std::uint32_t kFormVersion = 3;

std::vector<std::byte> serialize(const Plan& plan);

/// Reads what `serialize` wrote, checks the digest and verifies the plan. Error: why it is refused.
Result<Plan, std::string> load(std::span<const std::byte> bytes);

/// The same for bytes whose integrity somebody has looked at: the digest is taken as it stands.
Result<Plan, std::string> loadVouchedFor(std::span<const std::byte> bytes);

/// Names a finished plan by its content: sets `Plan::digest`.
void seal(Plan& plan);

/// A part of a plan in its binary form: equal parts have equal bytes.
std::string bytesOf(const text::Matcher& matcher);
std::string bytesOf(const Hours& hours);

/// The plan with the names of its fields, for other programs to look into. Not read back.
std::string toJson(const Plan& plan);

}  // namespace decorum::plan

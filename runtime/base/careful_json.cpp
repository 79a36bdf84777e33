#include "runtime/base/careful_json.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace decorum {
namespace {

constexpr std::size_t kMaxDepth = 64;

/// Builds a value from what the reader finds; stops at the first thing that is wrong.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Value takeResult() { return std::move(result_); }
  const std::string& error() const { return error_; }

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override {
    return add(static_cast<std::int64_t>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    // Beyond 64 bits with a sign an integer is read as the nearest double, as other readers do.
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return add(static_cast<double>(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // not in JSON text

  bool start_object(std::size_t) override { return open(Frame{.is_object = true}); }
  bool key(string_t& value) override {
    frames_.back().name = std::move(value);
    return true;
  }
  bool end_object() override { return shut(); }
  bool start_array(std::size_t) override { return open(Frame{.is_object = false}); }
  bool end_array() override { return shut(); }

  bool parse_error(std::size_t position, const std::string& last_token,
                   const nlohmann::detail::exception&) override {
    error_ = "no valid JSON at byte " + std::to_string(position);
    if (!last_token.empty() && last_token.size() <= 40) error_ += ", near '" + last_token + "'";
    return false;
  }

 private:
  struct Frame {
    bool is_object = false;
    std::string name = {};  ///< of the member whose value comes next
    Value::Object members = {};
    Value::List elements = {};
  };

  bool add(Value value) {
    if (frames_.empty()) {
      result_ = std::move(value);
    } else if (frames_.back().is_object) {
      frames_.back().members.emplace_back(std::move(frames_.back().name), std::move(value));
    } else {
      frames_.back().elements.push_back(std::move(value));
    }
    return true;
  }
  bool open(Frame frame) {
    if (frames_.size() == kMaxDepth) {
      error_ = "nested deeper than " + std::to_string(kMaxDepth);
      return false;
    }
    frames_.push_back(std::move(frame));
    return true;
  }
  bool shut() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    return frame.is_object ? add(std::move(frame.members)) : add(std::move(frame.elements));
  }

  std::vector<Frame> frames_;
  Value result_;
  std::string error_;
};

}  // namespace

Result<Value, std::string> readCarefully(std::string_view json) {
  Builder builder;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) return builder.error();
  return builder.takeResult();
}

}  // namespace decorum

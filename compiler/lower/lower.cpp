/// Entry of the phase, and the inputs of a plan: facts, signals, tools, hours.
#include "compiler/lower/lower.h"

#include <algorithm>
#include <filesystem>

#include "compiler/lower/lowering.h"
#include "compiler/sema/types.h"
#include "runtime/base/assert.h"
#include "runtime/memory/operators.h"
#include "runtime/plan/identity.h"
#include "runtime/plan/serialize.h"

namespace decorum {

namespace {

/// Whether a conversation's memory stays within its limit; else the largest operators are named.
bool fitsMemory(const plan::Plan& plan, const PlanLimits& limits, const sema::TypedModule& typed,
                Diagnostics& diagnostics) {
  std::size_t bytes = 0;
  std::vector<std::pair<std::size_t, std::string>> largest;
  for (const plan::Operator& op : plan.memory) {
    const std::size_t own = memory::stateBytes(op);
    bytes += own;
    const plan::Source& source = plan.sources[op.source];
    largest.emplace_back(
        own, fmt::format("'{}' ({}:{}:{}) takes {} bytes", source.text, source.place.file,
                         source.place.line, source.place.column, own));
  }
  if (bytes <= limits.memory_bytes) return true;
  std::stable_sort(largest.begin(), largest.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (largest.size() > 3) largest.resize(3);
  std::string help;
  for (const auto& [own, text] : largest) help += (help.empty() ? "" : "; ") + text;
  const Span header = typed.module->program->files.front().tree.decls.front().span;
  diagnostics.report<diag::TooMuchMemory>(header, bytes, limits.memory_bytes).help(help);
  return false;
}

}  // namespace

plan::Plan lower(const sema::TypedModule& typed, const PlanLimits& limits,
                 Diagnostics& diagnostics) {
  lowering::Lowering phase(typed, diagnostics);
  phase.inputs();
  phase.rules();
  phase.fairness();
  phase.notPersonal();
  plan::Plan plan = phase.take();
  if (plan.rules.size() > limits.rules) {
    const Span header = typed.module->program->files.front().tree.decls.front().span;
    diagnostics.report<diag::TooManyRules>(header, plan.rules.size(), limits.rules);
    return plan;
  }
  if (diagnostics.hasErrors()) return plan;
  if (!fitsMemory(plan, limits, typed, diagnostics)) return plan;
  plan::identify(plan);
  const auto problem = plan::verify(plan);
  DECORUM_ASSERT(!problem, problem->c_str());
  plan::seal(plan);
  return plan;
}

namespace lowering {

static_assert(static_cast<int>(ast::Subject::kClose) == static_cast<int>(EventKind::kClose));

plan::Rep repOf(const sema::Type& type) {
  using Kind = sema::Type::Kind;
  switch (type.kind) {
    case Kind::kBool:
      return plan::Rep::kBool;
    case Kind::kNumber:
      return plan::Rep::kNumber;
    case Kind::kText:
      return plan::Rep::kText;
    case Kind::kSet:
    case Kind::kList:
    case Kind::kRecord:
      return plan::Rep::kList;
    default:
      return plan::Rep::kInt;
  }
}

namespace {

plan::FieldType fieldType(const sema::Type& type) {
  using Kind = sema::Type::Kind;
  switch (type.kind) {
    case Kind::kBool:
      return plan::FieldType::kBool;
    case Kind::kNumber:
      return plan::FieldType::kNumber;
    case Kind::kText:
      return plan::FieldType::kText;
    case Kind::kEnum:
      return plan::FieldType::kEnum;
    case Kind::kTime:
      return plan::FieldType::kTime;
    case Kind::kDuration:
      return plan::FieldType::kDuration;
    case Kind::kSet:
    case Kind::kList:
      return plan::FieldType::kList;
    default:
      return plan::FieldType::kInt;
  }
}

plan::FieldShape shapeOf(const sema::Type& type, const sema::Module& module) {
  plan::FieldShape shape;
  shape.type = fieldType(type);
  shape.low = type.low;
  shape.high = type.high;
  if (type.is(sema::Type::Kind::kEnum)) {
    shape.members = module.enumerations[type.enumeration].members;
  }
  if (shape.type != plan::FieldType::kList) return shape;
  const sema::Type& element = type.element.front();
  if (!element.is(sema::Type::Kind::kRecord)) {
    plan::Field single;
    single.shape = shapeOf(element, module);
    shape.element.push_back(std::move(single));
    return shape;
  }
  for (const auto& member : element.fields) {
    plan::Field part;
    part.name = member.name;
    part.shape = shapeOf(member.type, module);
    part.optional = member.type.optional;
    shape.element.push_back(std::move(part));
  }
  return shape;
}

std::uint8_t labelBit(ast::LabelKind kind) {
  switch (kind) {
    case ast::LabelKind::kProtected:
      return plan::kProtected;
    case ast::LabelKind::kPrivate:
      return plan::kPrivate;
    case ast::LabelKind::kProxyFor:
      return plan::kProxy;
    case ast::LabelKind::kKey:
      return plan::kKey;
  }
  return 0;
}

plan::Hours hoursOf(const sema::Hours& hours, const std::string& name) {
  constexpr std::int64_t kDayMs = 86'400'000;
  plan::Hours lowered{name, hours.decl->zone ? hours.decl->zone->value : "", {}, {}};
  for (const auto& span : hours.decl->spans) {
    lowered.spans.push_back({span.first_day, span.last_day, span.from_ms, span.to_ms});
  }
  for (const auto& [day_ms, where] : hours.decl->except_days_ms) {
    lowered.except_days.push_back(day_ms / kDayMs);
  }
  return lowered;
}

}  // namespace

Lowering::Lowering(const sema::TypedModule& typed, Diagnostics& diagnostics)
    : typed_(&typed),
      module_(typed.module),
      diagnostics_(&diagnostics),
      sources_(&diagnostics.sources()),
      graph_(plan_) {
  plan_.scans.resize(static_cast<std::size_t>(EventKind::kClose) + 1);
  const auto& files = module_->program->files;
  for (std::size_t i = 0; i < files.size(); ++i) {
    file_indices_[files[i].tree.id] = static_cast<sema::FileIndex>(i);
  }
}

sema::FileIndex Lowering::fileOf(Span span) const { return file_indices_.at(span.file); }

plan::Field Lowering::field(const sema::Field& field) const {
  plan::Field lowered;
  lowered.name = field.name;
  lowered.shape = shapeOf(field.type, *module_);
  lowered.optional = field.type.optional;
  if (field.labels != nullptr) {
    for (const auto& label : *field.labels) lowered.labels |= labelBit(label.kind);
  }
  return lowered;
}

void Lowering::inputs() {
  const auto symbolName = [&](sema::SymbolId symbol) { return module_->symbols[symbol].name; };
  plan_.name = module_->name;
  plan_.version = module_->version;
  for (const auto& record : module_->records) {
    plan::Record lowered;
    // The host knows nothing of packs: it gives `customer`, whoever asks for it.
    lowered.name = record.decl == nullptr ? "conversation" : record.decl->name.text;
    for (const auto& part : record.fields) lowered.fields.push_back(field(part));
    plan_.records.push_back(std::move(lowered));
  }
  for (const auto& signal : module_->signals) {
    plan::Signal lowered;
    lowered.name = signal.decl->name.text;
    lowered.subject = eventOf(signal.decl->subject.subject);
    lowered.low = signal.type.low;
    lowered.high = signal.type.high;
    lowered.as_redacted = signal.decl->as_redacted;
    if (signal.from != nullptr) lowered.provider = sema::providerNamed(*signal.from);
    if (signal.decl->when_missing) {
      lowered.when_missing =
          graph_.constantNumber(valueAs(*signal.decl->when_missing, plan::Rep::kNumber));
    }
    plan_.signals.push_back(std::move(lowered));
  }
  for (const auto& tool : module_->tools) {
    plan::Tool lowered;
    lowered.name = symbolName(tool.symbol);
    lowered.called = sema::calledOf(*tool.decl);
    for (const auto& part : tool.arguments) lowered.arguments.push_back(field(part));
    for (const auto& part : tool.results) lowered.results.push_back(field(part));
    plan_.tools.push_back(std::move(lowered));
  }
  for (const auto& hours : module_->hours) {
    plan_.hours.push_back(hoursOf(hours, symbolName(hours.symbol)));
  }
}

plan::SlotId Lowering::fieldSlot(plan::Field& field, plan::SlotKind kind, EventKind subject,
                                 const std::string& name) {
  if (field.slot != plan::kNone) return field.slot;
  plan::Slot slot;
  slot.kind = kind;
  slot.subject = subject;
  slot.name = name;
  // Before a tool's first call or result there is no value to have: that is no fault.
  slot.optional = field.optional || kind != plan::SlotKind::kFact;
  switch (field.shape.type) {
    case plan::FieldType::kBool:
      slot.rep = plan::Rep::kBool;
      break;
    case plan::FieldType::kNumber:
      slot.rep = plan::Rep::kNumber;
      break;
    case plan::FieldType::kText:
      slot.rep = plan::Rep::kText;
      break;
    case plan::FieldType::kList:
      slot.rep = plan::Rep::kList;
      break;
    default:
      slot.rep = plan::Rep::kInt;
      break;
  }
  field.slot = graph_.slot(slot);
  return field.slot;
}

void Lowering::rules() {
  std::vector<Span> names;
  for (const auto& declared : module_->rules) {
    if (!declared.in_force) continue;
    changes(declared);
    if (declared.disabled != nullptr) continue;
    auto lowered = rule(declared);
    if (!lowered) continue;
    lowered->order = static_cast<std::uint32_t>(plan_.rules.size());
    plan_.rules.push_back(std::move(*lowered));
    names.push_back(declared.decl->name.span);
  }
  reportHidden(names);
  std::sort(plan_.rules.begin(), plan_.rules.end(),
            [](const plan::Rule& a, const plan::Rule& b) { return a.name < b.name; });
}

}  // namespace lowering

std::string pathInPlan(const std::string& root, const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(root).parent_path();
  return fs::path(path).lexically_proximate(folder.empty() ? "." : folder).generic_string();
}
}  // namespace decorum

// The report as a page.
#include "tools/cli/audit_report.h"

namespace decorum::cli {

std::string auditHtml(const AuditReport& report) {
  return "<!doctype html><pre>" + auditText(report) + "</pre>\n";
}

}  // namespace decorum::cli

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/trace_log.h"

#include "core/base/json.h"

namespace gatehouse::gateway {

namespace {

std::string quotedText(const std::string &text)
{
    return toJson(json::value(text));
}

spdlog::level::level_enum levelOf(policy::TraceEntry::Severity severity)
{
    switch (severity) {
    case policy::TraceEntry::Severity::Error: return spdlog::level::err;
    case policy::TraceEntry::Severity::Information: return spdlog::level::info;
    case policy::TraceEntry::Severity::Verbose: break;
    }
    return spdlog::level::debug;
}

} // namespace

void logTrace(Logger &logger, const policy::TraceEntry &entry)
{
    const auto level = levelOf(entry.severity);
    if (!logger.should_log(level))
        return;
    std::string more;
    for (const auto &[name, value] : entry.metadata)
        more += " " + quotedText(name) + "=" + quotedText(value);
    logger.log(level, "trace source={} message={} request={} api={} operation={}{}", quotedText(entry.source), quotedText(entry.message),
               entry.requestId, entry.apiId, entry.operationId, more);
}

} // namespace gatehouse::gateway

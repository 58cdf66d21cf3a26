// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/json_reader.h"
#include "core/remote/local_provider.h"

namespace gatehouse::remote {

namespace {

resource::Principal principalOf(const json::object &entry)
{
    resource::Principal principal;
    const auto *value = member(entry, "principal");
    const auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return principal;
    principal.subject = textOf(*object, "subject");
    principal.issuer = textOf(*object, "issuer");
    principal.display = textOf(*object, "display");
    principal.kind = textOf(*object, "kind");
    principal.breakGlass = boolMember(*object, "breakGlass", false);
    return principal;
}

std::optional<json::value> bodyOf(const json::object &entry, std::string_view name)
{
    const auto *value = member(entry, name);
    return value && !value->is_null() ? std::optional(*value) : std::nullopt;
}

AuditEntry entryOf(const json::object &object)
{
    AuditEntry entry;
    entry.sequence = countOf(object, "sequence");
    auto &record = entry.record;
    record.time = timeOf(object, "time").value_or(UtcTime{});
    record.principal = principalOf(object);
    record.action = textOf(object, "action");
    record.resourceId = textOf(object, "resource");
    record.before = bodyOf(object, "before");
    record.after = bodyOf(object, "after");
    record.etagBefore = textOf(object, "etagBefore");
    record.etagAfter = textOf(object, "etagAfter");
    record.outcome = textOf(object, "outcome");
    record.status = static_cast<int>(intMember(object, "status").value_or(0));
    record.errorCode = textOf(object, "errorCode");
    record.requestId = textOf(object, "requestId");
    record.correlationId = textOf(object, "correlationId");
    record.clientAddress = textOf(object, "clientAddress");
    record.userAgent = textOf(object, "userAgent");
    return entry;
}

} // namespace

Result<AuditPage> auditFrom(const json::value &value)
{
    auto entries = listOf<AuditEntry>(value, "value", entryOf);
    if (!entries)
        return tl::unexpected(entries.error());
    AuditPage page{std::move(*entries), {}};
    const auto *before = member(value, "before");
    if (const auto *text = before ? before->if_string() : nullptr)
        page.before = std::string(text->data(), text->size());
    else if (const auto *number = before ? before->if_int64() : nullptr)
        page.before = std::to_string(*number);
    return page;
}

} // namespace gatehouse::remote

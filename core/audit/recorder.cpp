// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/log.h"
#include "core/crypto/digest.h"

#include <optional>

namespace gatehouse::audit {

namespace {

constexpr std::size_t maxBodyBytes = 1U << 20;

// A rowid table without AUTOINCREMENT numbers by the highest row: what is rolled back leaves no gap.
constexpr std::string_view schema = R"(
CREATE TABLE IF NOT EXISTS audit (
    sequence INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    subject TEXT NOT NULL, issuer TEXT NOT NULL, display TEXT NOT NULL, kind TEXT NOT NULL, break_glass INTEGER NOT NULL,
    action TEXT NOT NULL, resource TEXT NOT NULL,
    before TEXT, after TEXT, etag_before TEXT NOT NULL, etag_after TEXT NOT NULL,
    outcome TEXT NOT NULL, status INTEGER NOT NULL, error_code TEXT NOT NULL,
    request_id TEXT NOT NULL, correlation_id TEXT NOT NULL, client_address TEXT NOT NULL, user_agent TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_keeps_content BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
)";

constexpr std::string_view insertion =
    "INSERT INTO audit (time, subject, issuer, display, kind, break_glass, action, resource, before, after, "
    "etag_before, "
    "etag_after, outcome, status, error_code, request_id, correlation_id, client_address, user_agent) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

//! The body as it is kept: above the limit only its size and digest.
std::string keptText(const json::value &body)
{
    auto text = gatehouse::toJson(body);
    if (text.size() <= maxBodyBytes)
        return text;
    return gatehouse::toJson(json::object{{"bytes", text.size()}, {"sha256", crypto::toHex(crypto::sha256(text))}});
}

class Recorder final : public resource::ChangeRecorder
{
public:
    explicit Recorder(sqlite::Database &database) : m_database(database), m_ready(database.execute(schema)) { }

    Status record(const resource::ChangeRecord &record) override
    {
        if (!m_ready)
            return m_ready;
        if (!m_insert) {
            auto prepared = m_database.prepare(insertion);
            if (!prepared)
                return tl::unexpected(prepared.error());
            m_insert.emplace(*std::move(prepared));
        }
        bind(record);
        return m_insert->run();
    }

private:
    void bind(const resource::ChangeRecord &record)
    {
        const auto &principal = record.principal;
        auto &insert = *m_insert;
        insert.bind(1, record.time.time_since_epoch().count());
        insert.bind(2, principal.subject).bind(3, principal.issuer).bind(4, principal.display).bind(5, principal.kind);
        insert.bind(6, std::int64_t{principal.breakGlass}).bind(7, record.action).bind(8, record.resourceId);
        bindBody(9, record.before);
        bindBody(10, record.after);
        insert.bind(11, record.etagBefore).bind(12, record.etagAfter).bind(13, record.outcome);
        insert.bind(14, std::int64_t{record.status}).bind(15, record.errorCode).bind(16, record.requestId);
        insert.bind(17, record.correlationId).bind(18, record.clientAddress).bind(19, record.userAgent);
    }
    void bindBody(int index, const std::optional<json::value> &body)
    {
        if (body)
            m_insert->bind(index, keptText(*body));
        else
            m_insert->bindNull(index);
    }

    sqlite::Database &m_database;
    Status m_ready;
    std::optional<sqlite::Statement> m_insert;
};

} // namespace

std::unique_ptr<resource::ChangeRecorder> makeRecorder(sqlite::Database &database)
{
    return std::make_unique<Recorder>(database);
}

} // namespace gatehouse::audit

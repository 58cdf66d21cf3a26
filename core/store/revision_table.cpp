// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/revision_table.h"

namespace gatehouse::store {

using resource::Resource;
using resource::ResourceId;

namespace {

//! What was taken in is given back: ARM bodies are at most 4 MiB, imports more.
constexpr JsonLimits storedLimits{.bytes = 256U << 20, .depth = 512};

// NOCASE folds ASCII letters, as ARM ids compare.
constexpr std::string_view schema = R"(
CREATE TABLE revisions (
    revision INTEGER PRIMARY KEY,
    id TEXT NOT NULL COLLATE NOCASE,
    time INTEGER NOT NULL,
    subject TEXT NOT NULL,
    properties TEXT, -- NULL: the revision deleted it
    envelope TEXT,
    etag TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_by_id ON revisions (id, revision);
CREATE TABLE resources (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    revision INTEGER NOT NULL REFERENCES revisions (revision)
) STRICT, WITHOUT ROWID;
)";

tl::unexpected<Error> corrupt(std::int64_t revision)
{
    return fail(ErrorKind::Corrupt, "store.corrupt", {{"revision", std::to_string(revision)}});
}

Result<json::object> objectOf(const sqlite::Statement &row, int column)
{
    auto value = parseJson(row.text(column), storedLimits);
    auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return corrupt(row.integer(0));
    return std::move(*object);
}

//! Columns: revision, id, properties, envelope, etag.
Result<Resource> resourceOf(const sqlite::Statement &row)
{
    auto id = ResourceId::parse(row.text(1));
    auto properties = objectOf(row, 2);
    auto envelope = objectOf(row, 3);
    if (!id || !properties || !envelope)
        return corrupt(row.integer(0));
    return Resource{*std::move(id), *std::move(properties), *std::move(envelope), row.text(4)};
}

//! Columns: revision, time, subject, properties, etag.
Result<Revision> revisionOf(const sqlite::Statement &row)
{
    Revision revision{row.integer(0), UtcTime{std::chrono::microseconds{row.integer(1)}}, row.text(2), {}, row.text(4)};
    if (!row.isNull(3)) {
        auto properties = objectOf(row, 3);
        if (!properties)
            return tl::unexpected(properties.error());
        revision.properties = *std::move(properties);
    }
    return revision;
}

//! Calls take(row) for each row until it fails.
template<typename Take>
Status eachRow(sqlite::Statement &statement, const Take &take)
{
    for (;;) {
        const auto row = statement.step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        if (auto taken = take(statement); !taken)
            return taken;
    }
}

} // namespace

const std::vector<sqlite::Migration> &RevisionTable::migrations()
{
    static const std::vector<sqlite::Migration> all{{1, schema}};
    return all;
}

Result<RevisionTable> RevisionTable::open(sqlite::Database &database)
{
    auto insert = database.prepare("INSERT INTO revisions (revision, id, time, subject, properties, envelope, etag) "
                                   "VALUES (?,?,?,?,?,?,?)");
    auto point = database.prepare("INSERT INTO resources (id, revision) VALUES (?1, ?2) "
                                  "ON CONFLICT (id) DO UPDATE SET revision = ?2");
    auto forget = database.prepare("DELETE FROM resources WHERE id = ?");
    for (const auto *statement : {&insert, &point, &forget})
        if (!*statement)
            return tl::unexpected(statement->error());
    return RevisionTable(*std::move(insert), *std::move(point), *std::move(forget));
}

Status RevisionTable::insert(const Step &step, UtcTime time, const std::string &subject)
{
    const auto &written = step.written;
    m_insert.bind(1, written.revision)
        .bind(2, written.id.text())
        .bind(3, std::int64_t{time.time_since_epoch().count()});
    m_insert.bind(4, subject).bindNull(5).bindNull(6).bind(7, written.etag);
    if (step.resource)
        m_insert.bind(5, toJson(step.resource->properties)).bind(6, toJson(step.resource->envelope));
    if (auto done = m_insert.run(); !done)
        return done;
    if (!step.resource)
        return m_forget.bind(1, written.id.text()).run();
    return m_point.bind(1, written.id.text()).bind(2, written.revision).run();
}

Result<resource::Configuration> RevisionTable::load(sqlite::Database &database)
{
    auto statement = database.prepare("SELECT v.revision, v.id, v.properties, v.envelope, v.etag FROM resources r "
                                      "JOIN revisions v ON v.revision = r.revision");
    if (!statement)
        return tl::unexpected(statement.error());
    resource::Configuration configuration;
    const auto done = eachRow(*statement, [&configuration](const sqlite::Statement &row) -> Status {
        auto resource = resourceOf(row);
        if (!resource)
            return tl::unexpected(resource.error());
        configuration.put(*std::move(resource));
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return configuration;
}

Result<std::int64_t> RevisionTable::lastRevision(sqlite::Database &database)
{
    auto statement = database.prepare("SELECT coalesce(max(revision), 0) FROM revisions");
    if (!statement)
        return tl::unexpected(statement.error());
    if (const auto row = statement->step(); !row)
        return tl::unexpected(row.error());
    return statement->integer(0);
}

Result<std::vector<Revision>> RevisionTable::history(sqlite::Database &database, const ResourceId &id,
                                                     std::size_t limit)
{
    auto statement = database.prepare("SELECT revision, time, subject, properties, etag FROM revisions WHERE id = ? "
                                      "ORDER BY revision DESC LIMIT ?");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, id.text()).bind(2, static_cast<std::int64_t>(limit));
    std::vector<Revision> revisions;
    const auto done = eachRow(*statement, [&revisions](const sqlite::Statement &row) -> Status {
        auto revision = revisionOf(row);
        if (!revision)
            return tl::unexpected(revision.error());
        revisions.push_back(*std::move(revision));
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return revisions;
}

} // namespace gatehouse::store

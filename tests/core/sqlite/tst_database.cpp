// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/database.h"
#include "tests/support/result_test.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using sqlite::Database;
using sqlite::Migration;

namespace {

QByteArray contentOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder.emplace();
        m_path = m_folder->filePath("x.db").toStdString();
    }

    void givesBackWhatWasBound()
    {
        auto database = opened();
        VERIFY_RESULT(database.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d TEXT) STRICT"));
        auto insert = database.prepare("INSERT INTO t VALUES (?,?,?,?)");
        VERIFY_RESULT(insert);
        const std::string bytes("a\0b\xff", 4);
        VERIFY_RESULT(
            insert->bind(1, std::int64_t{-7}).bind(2, std::string_view{}).bindBlob(3, bytes).bindNull(4).run());
        auto select = database.prepare("SELECT a, b, c, d FROM t");
        VERIFY_RESULT(select);
        QVERIFY(*select->step());
        QCOMPARE(select->integer(0), std::int64_t{-7});
        QVERIFY(!select->isNull(1));
        QCOMPARE(select->text(1), std::string{});
        QCOMPARE(select->text(2), bytes);
        QVERIFY(select->isNull(3));
        QVERIFY(!*select->step());
    }
    void tellsAWrongBind()
    {
        auto database = opened();
        auto select = database.prepare("SELECT ?");
        VERIFY_RESULT(select);
        QVERIFY(!select->bind(2, std::int64_t{1}).step());
        QVERIFY(select->bind(1, std::int64_t{1}).step());
    }
    void rollsBackAFailedTransaction()
    {
        auto database = opened();
        VERIFY_RESULT(database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
        const auto done = database.transaction([&]() -> Status {
            if (auto inserted = database.execute("INSERT INTO t VALUES (1)"); !inserted)
                return inserted;
            return database.execute("INSERT INTO t VALUES (1)");
        });
        QVERIFY(!done);
        QCOMPARE(done.error().code, std::string("sqlite.constraint"));
        QCOMPARE(done.error().kind, ErrorKind::Conflict);
        QVERIFY(!database.inTransaction());
        QCOMPARE(*database.value("SELECT count(*) FROM t"), std::string("0"));
        VERIFY_RESULT(database.transaction([&] { return database.execute("INSERT INTO t VALUES (2)"); }));
    }
    void isDurableAndPrivate()
    {
        auto database = opened();
        QCOMPARE(*database.value("PRAGMA journal_mode"), std::string("wal"));
        QCOMPARE(*database.value("PRAGMA synchronous"), std::string("2"));
        QCOMPARE(*database.value("PRAGMA foreign_keys"), std::string("1"));
        VERIFY_RESULT(database.execute("CREATE TABLE t (a)"));
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const char *suffix : {"", "-wal", "-shm"})
            QVERIFY2(!(QFile::permissions(QString::fromStdString(m_path + suffix)) & others), suffix);
    }
    void readsWhileAnotherWrites()
    {
        auto writer = opened();
        VERIFY_RESULT(writer.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
        auto reader = Database::open(m_path, sqlite::Mode::ReadOnly);
        VERIFY_RESULT(reader);
        VERIFY_RESULT(writer.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)"));
        QCOMPARE(*reader->value("SELECT count(*) FROM t"), std::string("1"));
        VERIFY_RESULT(writer.execute("COMMIT"));
        QCOMPARE(*reader->value("SELECT count(*) FROM t"), std::string("2"));
        QVERIFY(!reader->execute("INSERT INTO t VALUES (3)"));
    }
    void migratesStepByStepWithABackup()
    {
        const std::vector<Migration> first{{1, "CREATE TABLE t (a); INSERT INTO t VALUES ('kept')"}};
        const std::vector<Migration> both{first.front(), {2, "ALTER TABLE t ADD COLUMN b; UPDATE t SET b = 'new'"}};
        {
            auto database = opened();
            VERIFY_RESULT(database.migrate(first));
        }
        QVERIFY(!QFile::exists(QString::fromStdString(m_path + ".v0.bak")));
        auto database = opened();
        VERIFY_RESULT(database.migrate(both));
        QCOMPARE(*database.value("PRAGMA user_version"), std::string("2"));
        QCOMPARE(*database.value("SELECT a || b FROM t"), std::string("keptnew"));
        VERIFY_RESULT(database.migrate(both)); // nothing left to do

        auto backup = Database::open(m_path + ".v1.bak", sqlite::Mode::ReadOnly);
        VERIFY_RESULT(backup);
        QCOMPARE(*backup->value("PRAGMA user_version"), std::string("1"));
        QCOMPARE(*backup->value("SELECT a FROM t"), std::string("kept"));
        QVERIFY(!backup->value("SELECT b FROM t"));
    }
    void leavesTheSchemaOfAFailedMigration()
    {
        auto database = opened();
        VERIFY_RESULT(database.migrate({{1, "CREATE TABLE t (a)"}}));
        QVERIFY(!database.migrate({{1, ""}, {2, "CREATE TABLE u (a); CREATE TABLE t (a)"}}));
        QCOMPARE(*database.value("PRAGMA user_version"), std::string("1"));
        QCOMPARE(*database.value("SELECT count(*) FROM sqlite_schema WHERE name = 'u'"), std::string("0"));
    }
    void leavesANewerSchemaUntouched()
    {
        {
            auto database = opened();
            VERIFY_RESULT(database.migrate({{1, "CREATE TABLE t (a)"}, {2, "INSERT INTO t VALUES (1)"}}));
            VERIFY_RESULT(database.value("PRAGMA journal_mode=DELETE")); // as a later program may choose
        }
        const auto before = contentOf(m_path);
        {
            auto database = opened();
            const auto done = database.migrate({{1, "CREATE TABLE t (a)"}});
            QVERIFY(!done);
            QCOMPARE(done.error().code, std::string("sqlite.newerSchema"));
            QCOMPARE(done.error().kind, ErrorKind::Unsupported);
        }
        QCOMPARE(contentOf(m_path), before);
    }
    void namesWhatIsNoDatabase()
    {
        {
            QFile file(QString::fromStdString(m_path));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(4096, 'x'));
        }
        const auto database = Database::open(m_path);
        QVERIFY(!database);
        QCOMPARE(database.error().code, std::string("sqlite.corrupt"));
        const auto absent = Database::open(m_path + "/below/x.db");
        QVERIFY(!absent);
        QCOMPARE(absent.error().code, std::string("sqlite.open"));
    }

private:
    Database opened()
    {
        auto database = Database::open(m_path);
        if (!database)
            qFatal("%s", database.error().debugText().c_str());
        return *std::move(database);
    }

    std::optional<QTemporaryDir> m_folder;
    std::string m_path;
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"

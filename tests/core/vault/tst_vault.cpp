// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/vault.h"

#include "core/sqlite/database.h"
#include "core/vault/envelope.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace gatehouse;
using vault::Kind;

namespace {

const vault::Vault::Record unrecorded = [](const vault::Version &) { return Status{}; };

vault::NewVersion newSecret(const std::string &text)
{
    vault::NewVersion wanted;
    wanted.value = SecretString{text};
    return wanted;
}

vault::NewVersion newCertificate(const std::string &text)
{
    auto wanted = newSecret(text);
    wanted.certificate = "DER";
    return wanted;
}

} // namespace

class TstVault : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        VERIFY_RESULT(open("0123456789abcdef0123456789abcdef"));
    }
    void cleanup() { m_vault.reset(); }

    void keepsVersionsAndTheirValues()
    {
        const auto one = m_vault->add("Orders-Key", newSecret("first"), unrecorded);
        const auto two = m_vault->add("orders-key", newSecret("second"), unrecorded);
        VERIFY_RESULT(one);
        VERIFY_RESULT(two);
        QCOMPARE(two->name, std::string("Orders-Key"));
        QCOMPARE(valueOf("ORDERS-KEY"), std::string("second"));
        QCOMPARE(valueOf("orders-key", one->version), std::string("first"));
        const auto versions = m_vault->versions(Kind::Secret, "orders-key", {}, 10);
        VERIFY_RESULT(versions);
        QCOMPARE(versions->items.size(), std::size_t(2));
        QCOMPARE(versions->items.front().version, two->version);
    }
    void survivesARestart()
    {
        VERIFY_RESULT(m_vault->add("kept", newSecret("value"), unrecorded));
        VERIFY_RESULT(open("0123456789abcdef0123456789abcdef"));
        QCOMPARE(valueOf("kept"), std::string("value"));
    }
    void opensNothingWithAnotherKey()
    {
        const auto made = m_vault->add("kept", newSecret("value"), unrecorded);
        VERIFY_RESULT(open("another key of the same length.."));
        QCOMPARE(m_vault->reveal(*made).error().code, std::string("vault.otherKey"));
    }
    void hasNoValueInItsFiles()
    {
        const std::string marker = "a-value-that-nobody-else-has";
        VERIFY_RESULT(m_vault->add("kept", newSecret(marker), unrecorded));
        for (const auto &name : QDir(m_directory->path()).entryList(QDir::Files)) {
            QFile file(m_directory->filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(marker.c_str()), qPrintable(name));
            QCOMPARE(int(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)), 0);
        }
    }
    void seesThatRowsWereExchanged()
    {
        const auto one = m_vault->add("low", newSecret("harmless"), unrecorded);
        const auto two = m_vault->add("high", newSecret("precious"), unrecorded);
        m_vault.reset();
        {
            auto database = sqlite::Database::open(path());
            VERIFY_RESULT(database);
            VERIFY_RESULT(database->execute("UPDATE versions SET wrapped_key = (SELECT wrapped_key FROM versions WHERE name = 'high'), "
                                            "content = (SELECT content FROM versions WHERE name = 'high') WHERE name = 'low'"));
        }
        VERIFY_RESULT(open("0123456789abcdef0123456789abcdef"));
        QCOMPARE(m_vault->reveal(*one).error().code, std::string("vault.damaged"));
        VERIFY_RESULT(m_vault->reveal(*two));
    }
    void changesNothingWithoutARecord()
    {
        const auto refuses = [](const vault::Version &) -> Status { return fail(ErrorKind::Unavailable, "audit.full"); };
        QCOMPARE(m_vault->add("new", newSecret("x"), refuses).error().code, std::string("audit.full"));
        QCOMPARE(m_vault->find(Kind::Secret, "new", {}).error().code, std::string("vault.notFound"));
        VERIFY_RESULT(m_vault->add("old", newSecret("x"), unrecorded));
        QVERIFY(!m_vault->remove(Kind::Secret, "old", refuses));
        QCOMPARE(valueOf("old"), std::string("x"));
        vault::VersionChange change;
        change.enabled = false;
        QVERIFY(!m_vault->change(Kind::Secret, "old", {}, change, refuses));
        QVERIFY(m_vault->find(Kind::Secret, "old", {})->attributes.enabled);
    }
    void deletesSoftlyUntilTheTimeIsOver()
    {
        VERIFY_RESULT(m_vault->add("gone", newSecret("x"), unrecorded));
        VERIFY_RESULT(m_vault->remove(Kind::Secret, "gone", unrecorded));
        QCOMPARE(m_vault->add("gone", newSecret("y"), unrecorded).error().code, std::string("vault.deleted"));
        QCOMPARE(m_vault->listDeleted(Kind::Secret, {}, 10)->items.size(), std::size_t(1));
        VERIFY_RESULT(m_vault->recover(Kind::Secret, "gone", unrecorded));
        QCOMPARE(valueOf("gone"), std::string("x"));
        VERIFY_RESULT(m_vault->remove(Kind::Secret, "gone", unrecorded));
        m_clock.advance(vault::Vault::retention + std::chrono::seconds{1});
        QCOMPARE(m_vault->recover(Kind::Secret, "gone", unrecorded).error().code, std::string("vault.notDeleted"));
        VERIFY_RESULT(m_vault->add("gone", newSecret("y"), unrecorded));
        QCOMPARE(m_vault->versions(Kind::Secret, "gone", {}, 10)->items.size(), std::size_t(1));
    }
    void keepsSecretsAndCertificatesApart()
    {
        VERIFY_RESULT(m_vault->add("plain", newSecret("x"), unrecorded));
        VERIFY_RESULT(m_vault->add("tls", newCertificate("pfx"), unrecorded));
        QCOMPARE(m_vault->list(Kind::Secret, {}, 10)->items.size(), std::size_t(2));
        QCOMPARE(m_vault->list(Kind::Certificate, {}, 10)->items.size(), std::size_t(1));
        QCOMPARE(m_vault->add("plain", newCertificate("pfx"), unrecorded).error().code, std::string("vault.otherKind"));
        QCOMPARE(m_vault->add("tls", newSecret("x"), unrecorded).error().code, std::string("vault.otherKind"));
        QCOMPARE(m_vault->remove(Kind::Secret, "tls", unrecorded).error().code, std::string("vault.managed"));
        QCOMPARE(m_vault->find(Kind::Certificate, "plain", {}).error().code, std::string("vault.notFound"));
    }
    void pagesWithoutGapsWhileOthersWrite()
    {
        for (int i = 0; i < 7; ++i)
            VERIFY_RESULT(m_vault->add("s" + std::to_string(i), newSecret("x"), unrecorded));
        const auto first = m_vault->list(Kind::Secret, {}, 3);
        QCOMPARE(first->next, std::string("s2"));
        VERIFY_RESULT(m_vault->add("s2-and-a-half", newSecret("x"), unrecorded));
        const auto second = m_vault->list(Kind::Secret, first->next, 10);
        QCOMPARE(second->items.size(), std::size_t(5));
        QCOMPARE(second->items.front().name, std::string("s2-and-a-half"));
        QCOMPARE(second->next, std::string());
    }
    void refusesANewerSchemaUntouched()
    {
        m_vault.reset();
        {
            auto database = sqlite::Database::open(path());
            VERIFY_RESULT(database);
            VERIFY_RESULT(database->execute("PRAGMA user_version=99"));
        }
        QCOMPARE(open("0123456789abcdef0123456789abcdef").error().code, std::string("sqlite.newerSchema"));
    }

private:
    std::string path() const { return m_directory->filePath("vault.db").toStdString(); }
    Status open(const std::string &key)
    {
        m_vault.reset();
        auto opened = vault::Vault::open(path(), SecretString{key}, m_clock, m_random);
        if (!opened)
            return tl::unexpected(opened.error());
        m_vault = std::move(*opened);
        return {};
    }
    std::string valueOf(std::string_view name, std::string_view version = {})
    {
        const auto found = m_vault->find(Kind::Secret, name, version);
        const auto value = found ? m_vault->reveal(*found) : Result<SecretString>(tl::unexpected(found.error()));
        return value ? std::string{value->reveal()} : "no value: " + value.error().debugText();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    test::ManualClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<vault::Vault> m_vault;
};

QTEST_GUILESS_MAIN(TstVault)
#include "tst_vault.moc"

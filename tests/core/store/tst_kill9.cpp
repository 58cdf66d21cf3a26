// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Kills a writing process at random moments: what was answered is there, whole, with its records. GATEHOUSE_KILL9_RUNS
// sets how often, 200 without it.

#include "core/audit/log.h"
#include "core/base/text.h"
#include "core/store/configuration_store.h"
#include "tests/support/result_test.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <random>
#include <set>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gatehouse;

namespace {

//! The child's output until it is killed `delay` after its first answer.
class Child
{
public:
    Child(const std::string &database, long long first)
    {
        int ends[2];
        if (::pipe(ends) != 0)
            qFatal("pipe");
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            const auto number = std::to_string(first);
            ::execl(GATEHOUSE_BIN_DIR "/crash_writer", "crash_writer", database.c_str(), number.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        m_output = ends[0];
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    //! All that it printed; also what stood in the pipe when it died. The delay counts from its first answer or from
    //! its start.
    std::string killAfter(std::chrono::microseconds delay, bool fromFirstAnswer)
    {
        std::string text;
        if (fromFirstAnswer)
            readOnce(text);
        const auto end = std::chrono::steady_clock::now() + delay;
        while (std::chrono::steady_clock::now() < end) { } // finer than a scheduler's sleep
        ::kill(m_process, SIGKILL);
        while (readOnce(text)) { }
        ::close(m_output);
        ::waitpid(m_process, &m_status, 0);
        return text;
    }
    bool wasKilled() const { return WIFSIGNALED(m_status) && WTERMSIG(m_status) == SIGKILL; }

private:
    bool readOnce(std::string &text)
    {
        char buffer[65536];
        const auto size = ::read(m_output, buffer, sizeof buffer);
        if (size > 0)
            text.append(buffer, static_cast<std::size_t>(size));
        return size > 0;
    }

    pid_t m_process = 0;
    int m_output = -1;
    int m_status = 0;
};

int runs()
{
    const auto asked = toInteger(qgetenv("GATEHOUSE_KILL9_RUNS").toStdString());
    return static_cast<int>(asked.value_or(200));
}

std::int64_t count(sqlite::Database &database, std::string_view sql)
{
    const auto value = database.value(sql);
    return value ? toInteger(*value).value_or(-1) : -1;
}

} // namespace

class TestKill9 : public QObject
{
    Q_OBJECT

private slots:
    void losesNothingThatWasAnswered()
    {
        constexpr int runsPerFile = 10; // the checks read the whole file
        std::mt19937 random(20261124);
        std::uniform_int_distribution<int> delay(0, 6'000);
        // A killed process loses nothing that it gave to the kernel, so memory is as good as a disk here and a hundred
        // times faster.
        const QTemporaryDir folder(QFileInfo("/dev/shm").isWritable()
                                       ? "/dev/shm/gatehouse-kill9-XXXXXX"
                                       : QDir::temp().filePath("gatehouse-kill9-XXXXXX"));
        QVERIFY(folder.isValid());
        std::string path;
        std::set<long long> answered;
        std::size_t total = 0;
        for (int run = 0; run < runs(); ++run) {
            if (run % runsPerFile == 0) {
                path = folder.filePath(QString::number(run)).toStdString();
                answered.clear();
            }
            const auto before = answered.size();
            Child child(path,
                        answered.empty() ? 1 : *answered.rbegin() + 100); // past what was written and not answered
            const auto text = child.killAfter(std::chrono::microseconds{delay(random)}, run % 5 != 0);
            QVERIFY2(child.wasKilled(), "the writer ended by itself");
            for (const auto line : split(text, '\n'))
                if (const auto number = toInteger(line))
                    answered.insert(*number);
            total += answered.size() - before;
            check(path, answered);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d kills, %zu answered writes", runs(), total);
        QVERIFY(total > static_cast<std::size_t>(runs()));
    }

private:
    //! Looks at the file as the next program finds it.
    void check(const std::string &path, const std::set<long long> &answered)
    {
        const SystemClock clock;
        SystemRandom random;
        const auto store = store::ConfigurationStore::open(path, clock, random, audit::makeRecorder);
        VERIFY_RESULT(store);
        const auto configuration = (*store)->current();
        for (const auto number : answered) {
            const auto *found = configuration->find(resource::ResourceId::of("namedValues/n" + std::to_string(number)));
            QVERIFY2(found, std::to_string(number).c_str());
            QCOMPARE(std::string{stringMember(found->properties, "value")}, std::to_string(number));
            QVERIFY(number % 3 != 0
                    || configuration->contains(resource::ResourceId::of("tags/t" + std::to_string(number))));
        }
        // The two resources of an import came together or not at all, also of those that were not answered.
        for (const auto &tag : configuration->children({}, "tags"))
            QVERIFY(configuration->contains(
                resource::ResourceId::of("namedValues/n" + std::string{tag->id.name().substr(1)})));

        auto database = sqlite::Database::open(path, sqlite::Mode::ReadOnly);
        VERIFY_RESULT(database);
        QCOMPARE(database->value("PRAGMA integrity_check").value_or("failed"), std::string("ok"));
        QCOMPARE(database->value("PRAGMA foreign_key_check").value_or("failed"), std::string());
        // Records and revisions are the same things in the same order, without a gap in either.
        QCOMPARE(count(*database,
                       "SELECT count(*) FROM audit a FULL JOIN revisions v ON v.revision = a.sequence "
                       "WHERE v.id IS NOT a.resource OR v.etag IS NOT a.etag_after"),
                 std::int64_t{0});
        QCOMPARE(count(*database, "SELECT coalesce(max(sequence), 0) - count(*) FROM audit"), std::int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestKill9)
#include "tst_kill9.moc"

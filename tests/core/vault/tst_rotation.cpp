// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rotation_world.h"

#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace std::chrono_literals;
using test::ProgramEnded;
using test::RotationWorld;
using vault::Rotation;
using vault::RotationStep;
using vault::Rotator;
using vault::Slot;

namespace {

constexpr auto rotationDay = std::chrono::seconds{24h};

Result<Rotation> begin(RotationWorld &world, const vault::RotationRule &rule)
{
    return world.program([&](Rotator &rotator) { return rotator.begin(rule, "test"); });
}

//! What a schedule does again and again: goes on with what runs.
Result<Rotation> goOn(RotationWorld &world)
{
    return world.program([](Rotator &rotator) -> Result<Rotation> {
        const auto all = rotator.all();
        if (!all)
            return tl::unexpected(all.error());
        if (all->empty())
            return fail(ErrorKind::NotFound, "rotation.none");
        return isOver(all->back().step) ? Result<Rotation>(all->back()) : rotator.advance(all->back().id);
    });
}

//! The program is begun anew until the rotation is over; each time it may end at the effect that the world says, once.
void runToTheEnd(RotationWorld &world)
{
    bool begun = false;
    for (int runs = 0; runs < 20; ++runs) {
        try {
            const auto now = begun ? goOn(world) : begin(world, world.rule());
            const bool nothingKept = !now && now.error().code == "rotation.none";
            VERIFY_RESULT(nothingKept ? begin(world, world.rule()) : now);
        } catch (const ProgramEnded &) {
            world.endAt = -1;
        }
        begun = true;
        QVERIFY(world.everyClientWorks());
        const auto all = world.program([](Rotator &rotator) { return rotator.all(); });
        VERIFY_RESULT(all);
        if (!all->empty() && all->back().step == RotationStep::Done)
            return;
        world.advance(rotationDay);
        QVERIFY(world.everyClientWorks());
    }
    QFAIL("never done");
}

} // namespace

//! The state machine over a world that ends at any point.
class TestKeyRotation : public QObject
{
    Q_OBJECT

private slots:
    void beginsWithTheKeyThatIsProvedUnusedAndEndsWithTheOld()
    {
        RotationWorld world;
        auto now = begin(world, world.rule());
        VERIFY_RESULT(now);
        QVERIFY(now->step == RotationStep::Waiting && now->fresh == Slot::Secondary);
        QCOMPARE(world.regenerated, (std::array{0, 1}));
        QCOMPARE(world.places["a"], world.keys[1]);
        QCOMPARE(world.places["b"], world.keys[1]);
        world.advance(rotationDay - 1s);
        now = goOn(world);
        VERIFY_RESULT(now);
        QVERIFY(now->step == RotationStep::Waiting);
        world.advance(2s);
        now = goOn(world);
        VERIFY_RESULT(now);
        QVERIFY(now->step == RotationStep::Done && !now->unproved);
        QCOMPARE(world.regenerated, (std::array{1, 1}));
        QVERIFY(world.correlations[0] == now->id && world.correlations[1] == now->id);
        QVERIFY(world.everyClientWorks());
    }

    void anEndAtAnyEffectLeavesTheClientWithAKeyAndOneOfEachIsMade_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<bool>("after");
        RotationWorld whole;
        runToTheEnd(whole);
        QVERIFY(whole.effects >= 9);
        for (int at = 0; at < whole.effects; ++at)
            for (const bool after : {false, true})
                QTest::addRow("%d %s", at, after ? "after" : "before") << at << after;
    }
    void anEndAtAnyEffectLeavesTheClientWithAKeyAndOneOfEachIsMade()
    {
        QFETCH(int, at);
        QFETCH(bool, after);
        RotationWorld world;
        world.endAt = at;
        world.endAfter = after;
        runToTheEnd(world);
        QCOMPARE(world.endAt, -1); // it did end
        QCOMPARE(world.regenerated, (std::array{1, 1}));
        QCOMPARE(world.places["a"], world.keys[1]);
        QCOMPARE(world.places["b"], world.keys[1]);
        QVERIFY(world.state.find(world.keys[0]) == std::string::npos && world.state.find(world.keys[1]) == std::string::npos);
    }

    void anAnswerThatIsLostMakesNoSecondKey()
    {
        RotationWorld world;
        world.losesAnswers = true;
        QVERIFY(!begin(world, world.rule()));
        QCOMPARE(goOn(world)->failure, std::string());
        QCOMPARE(world.regenerated, (std::array{0, 1}));
        QVERIFY(world.everyClientWorks());
    }

    void waitsWhileTheOldKeyIsUsedAndWarnsAtTheDeadline()
    {
        RotationWorld world;
        VERIFY_RESULT(begin(world, world.rule()));
        for (int i = 0; i < 6; ++i) {
            world.advance(rotationDay);
            world.report.keys["storefront"][0].lastUsed = world.clock.utc();
            QVERIFY(goOn(world)->step == RotationStep::Waiting);
        }
        world.advance(rotationDay);
        world.report.keys["storefront"][0].lastUsed = world.clock.utc();
        const auto now = goOn(world);
        VERIFY_RESULT(now);
        QVERIFY(now->step == RotationStep::Done && now->unproved);
    }

    void insistsOnProofWhenToldTo()
    {
        RotationWorld world;
        auto rule = world.rule();
        rule.insist = true;
        VERIFY_RESULT(begin(world, rule));
        for (int i = 0; i < 30; ++i) {
            world.advance(rotationDay);
            world.report.keys["storefront"][0].lastUsed = world.clock.utc();
            QVERIFY(goOn(world)->step == RotationStep::Waiting);
        }
        world.advance(rotationDay);
        QVERIFY(goOn(world)->step == RotationStep::Done);
    }

    void aTimeThatWasNotObservedProvesNothing()
    {
        RotationWorld world;
        auto rule = world.rule();
        rule.overlap = 100 * rotationDay;
        VERIFY_RESULT(begin(world, rule));
        world.advance(rotationDay - 60s);
        world.report.gaps.push_back({world.clock.utc() - 30s, world.clock.utc()});
        world.advance(120s);
        QVERIFY(goOn(world)->step == RotationStep::Waiting);
        world.advance(rotationDay);
        QVERIFY(goOn(world)->step == RotationStep::Done);
    }

    void refusesToGuessWhichKeyIsFree_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("both are used") << 0 << "rotation.bothInUse";
        QTest::newRow("observed for too short") << 1 << "rotation.notProved";
        QTest::newRow("no use by key is told") << 2 << "rotation.notProved";
    }
    void refusesToGuessWhichKeyIsFree()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        RotationWorld world;
        if (kind == 0)
            world.report.keys["storefront"][1].lastUsed = world.clock.utc();
        else if (kind == 1)
            world.report.knownSince = world.clock.utc() - 1h;
        else
            world.report = {};
        const auto refused = begin(world, world.rule());
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().code), code);
        QCOMPARE(world.effects, 0);
        auto told = world.rule();
        told.fresh = Slot::Secondary;
        const auto plan = world.program([&](Rotator &rotator) { return rotator.plan(told); });
        VERIFY_RESULT(plan);
        QVERIFY(!plan->proved);
        VERIFY_RESULT(begin(world, told));
    }

    void planningChangesNothing()
    {
        RotationWorld world;
        const auto plan = world.program([&](Rotator &rotator) { return rotator.plan(world.rule()); });
        VERIFY_RESULT(plan);
        QVERIFY(plan->proved && plan->fresh == Slot::Secondary && plan->tellsKeys);
        QCOMPARE(world.effects, 0);
    }

    void goesOnAfterATargetFailedAndSaysSoMeanwhile()
    {
        RotationWorld world;
        world.broken["b"] = Error{ErrorKind::Unavailable, "file.write", {}, {}};
        const auto failed = begin(world, world.rule());
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, std::string("file.write"));
        QVERIFY(world.everyClientWorks());
        const auto all = world.program([](Rotator &rotator) { return rotator.all(); });
        QCOMPARE(all->back().failure, std::string("file.write"));
        QVERIFY(all->back().step == RotationStep::Writing);
        world.broken.clear();
        QVERIFY(goOn(world)->step == RotationStep::Waiting);
        QCOMPARE(world.regenerated, (std::array{0, 1}));
    }

    void writesAgainWhenSomebodyElseMadeTheNewKeyAnew()
    {
        RotationWorld world;
        VERIFY_RESULT(begin(world, world.rule()));
        world.keys[1] = "made by somebody else";
        world.advance(rotationDay);
        const auto now = goOn(world);
        VERIFY_RESULT(now);
        QVERIFY(now->step == RotationStep::Waiting && now->rewritten);
        QCOMPARE(world.places["a"], world.keys[1]);
        world.advance(rotationDay);
        QVERIFY(goOn(world)->step == RotationStep::Done);
        QVERIFY(world.everyClientWorks());
    }

    void cancelLeavesBothKeys()
    {
        RotationWorld world;
        const auto now = begin(world, world.rule());
        VERIFY_RESULT(now);
        const auto before = world.keys;
        VERIFY_RESULT(world.program([&](Rotator &rotator) { return rotator.cancel(now->id); }));
        world.advance(100 * rotationDay);
        QVERIFY(goOn(world)->step == RotationStep::Cancelled);
        QVERIFY(world.keys == before);
        const auto again = world.program([&](Rotator &rotator) { return rotator.cancel(now->id); });
        QCOMPARE(again.error().code, std::string("rotation.none"));
    }

    void oneRotationOfASubscriptionAtATime()
    {
        RotationWorld world;
        VERIFY_RESULT(begin(world, world.rule()));
        QCOMPARE(begin(world, world.rule()).error().code, std::string("rotation.running"));
    }

    void tellsWhichRulesAreDue()
    {
        RotationWorld world;
        auto rule = world.rule();
        rule.every = 90 * rotationDay;
        const auto due = [&] { return world.program([&](Rotator &rotator) { return rotator.due({rule}); })->size(); };
        QCOMPARE(due(), 1U); // its keys are 100 days old
        world.report.keys["storefront"][0].changed = world.report.keys["storefront"][1].changed = world.clock.utc() - 10 * rotationDay;
        QCOMPARE(due(), 0U);
        world.advance(80 * rotationDay);
        QCOMPARE(due(), 1U);
        VERIFY_RESULT(begin(world, rule));
        QCOMPARE(due(), 0U); // it runs
        world.advance(rotationDay);
        QVERIFY(goOn(world)->step == RotationStep::Done);
        QCOMPARE(due(), 0U);
        world.advance(89 * rotationDay);
        QCOMPARE(due(), 1U); // from the start of the last
    }

    void doesNothingWithAStateThatCantBeRead()
    {
        RotationWorld world;
        VERIFY_RESULT(begin(world, world.rule()));
        world.state.replace(world.state.find("waiting"), 7, "resting");
        const auto before = world.keys;
        QCOMPARE(goOn(world).error().code, std::string("rotation.state"));
        QCOMPARE(begin(world, world.rule()).error().code, std::string("rotation.state"));
        QVERIFY(world.keys == before);
    }
};

QTEST_GUILESS_MAIN(TestKeyRotation)
#include "tst_rotation.moc"

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/roles/role_edit.h"

#include "ui/components/row_model.h"
#include "ui/roles/role_matrix.h"

#include <QElapsedTimer>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::policy::roles;
using namespace gatehouse::ui::roles;
using resource::Configuration;
using resource::Resource;
using resource::ResourceId;

namespace {

std::shared_ptr<Configuration> service(int apis, int operations)
{
    auto configuration = std::make_shared<Configuration>();
    for (int i = 0; i < apis; ++i) {
        const auto api = ResourceId::of("apis/api" + std::to_string(i));
        configuration->put(Resource{api, {{"displayName", "API " + std::to_string(i)}}, {}, {}});
        for (int j = 0; j < operations; ++j)
            configuration->put(Resource{api.child("operations", "op" + std::to_string(j)),
                                        {{"displayName", "Operation"}, {"method", j % 2 ? "POST" : "GET"}, {"urlTemplate", "/"}},
                                        {},
                                        {}});
    }
    return configuration;
}

} // namespace

class TestRoleEdit : public QObject
{
    Q_OBJECT

private slots:
    void theFirstEditIncludesTheFragmentToo()
    {
        auto configuration = service(2, 1);
        const auto first = changed(*configuration, [&](RoleFragment &fragment) { return allowAllApis(fragment, *configuration); });
        QVERIFY(first.has_value());
        QVERIFY(first->includes);
        QCOMPARE(first->puts.size(), std::size_t(2));
        for (const auto &resource : first->puts)
            configuration->put(resource);
        const auto second = changed(*configuration, [](RoleFragment &fragment) { return fragment.grant("reader", Target::ofApi("api0"), true); });
        QVERIFY(second.has_value());
        QVERIFY(!second->includes);
        QCOMPARE(second->puts.size(), std::size_t(1));
        QCOMPARE(second->puts.front().id.text(), std::string("policyFragments/gatehouse-roles"));
        const auto refused = changed(*configuration, [](RoleFragment &fragment) { return fragment.grant("two words", Target::ofApi("api0"), true); });
        QCOMPARE(refused.error().code, std::string("roles.badRole"));
    }

    void aFragmentThatIsNoMappingIsNotOverwritten()
    {
        auto configuration = service(1, 1);
        configuration->put(Resource{ResourceId::of("policyFragments/gatehouse-roles"), {{"value", "<fragment />"}, {"format", "rawxml"}}, {}, {}});
        QCOMPARE(changed(*configuration, [](RoleFragment &) { return Status(); }).error().code, std::string("roles.noMapping"));
    }

    void ownAndInheritedAreToldApart()
    {
        auto configuration = service(1, 4);
        RoleModel model;
        model.grants = {{Target::ofApi("api0", "GET"), {"reader"}}, {Target::ofOperation("api0", "op1"), {"reader"}}, {Target::everything(), {"boss"}}};
        configuration->put(toResource(ResourceId::of("policyFragments/gatehouse-roles"), RoleFragment::make(model), nullptr));
        const auto snapshot = makeSnapshot(configuration);
        QVERIFY(snapshot->found.has_value());
        QCOMPARE(snapshot->roles, (std::vector<std::string>{"anyone", "signed-in", "boss", "reader"}));
        const auto at = [&](const char *key, std::size_t role) { return snapshot->cell(std::size_t(snapshot->rowOf(key)), role); };
        QCOMPARE(at("apis/api0/operations/op0", 3).inherited, std::int8_t(TargetKind::ApiMethod));
        QVERIFY(!at("apis/api0/operations/op0", 3).isOwn);
        QVERIFY(at("apis/api0/operations/op1", 3).isOwn);
        QCOMPARE(at("apis/api0/operations/op3", 3).inherited, std::int8_t(-1));
        QCOMPARE(at("apis/api0", 3).covered, std::uint16_t(3));
        QCOMPARE(at("apis/api0", 3).operations, std::uint16_t(4));
        QCOMPARE(at("apis/api0/operations/op3", 2).inherited, std::int8_t(TargetKind::Everything));
        const MatrixRows rows(snapshot);
        QCOMPARE(rows.cell(snapshot->rowOf("apis/api0"), 4).secondary, QStringLiteral("3 of 4"));
    }

    void twoHundredApisAndFiftyRolesAreQuick()
    {
        auto configuration = service(200, 10);
        RoleModel model;
        for (int role = 0; role < 50; ++role) {
            model.mappings.push_back({"https://i/", "groups", std::to_string(role), {"role" + std::to_string(role)}});
            for (int api = role; api < 200; api += 3)
                model.grants.push_back({Target::ofApi("api" + std::to_string(api)), {"role" + std::to_string(role)}});
        }
        configuration->put(toResource(ResourceId::of("policyFragments/gatehouse-roles"), RoleFragment::make(model), nullptr));
        QElapsedTimer timer;
        timer.start();
        const auto snapshot = makeSnapshot(configuration);
        qInfo("snapshot in %lld ms", static_cast<long long>(timer.restart()));
        QCOMPARE(snapshot->rows.size(), std::size_t(1 + 200 * 11));
        ui::components::RowModel rows(MatrixRows::columns(*snapshot));
        rows.setSource(std::make_shared<MatrixRows>(snapshot));
        rows.setExpandedAll(true);
        rows.setFilter("api 17");
        rows.setFilter({});
        for (int row = 0; row < 40; ++row) // a screenful
            for (int column = 0; column < rows.columnCount(); ++column)
                QVERIFY(rows.index(row, column).data(ui::components::RowModel::CellRole).isValid());
        const auto took = timer.elapsed();
        qInfo("shown, filtered and read in %lld ms", static_cast<long long>(took));
        QVERIFY(took < 2000);
    }
};

QTEST_GUILESS_MAIN(TestRoleEdit)
#include "tst_role_edit.moc"

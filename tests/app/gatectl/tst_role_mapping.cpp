// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "core/base/json.h"
#include "core/policy/roles/findings.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using namespace gatehouse::policy::roles;
using test::Program;
using test::RunningGateway;

namespace {

bool holds(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

//! `gatectl roles` against a gateway that really runs.
class TestRoleMappingVerbs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_gateway = std::make_unique<RunningGateway>();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->isReady() || m_gateway->hasEnded(), 30'000);
        QVERIFY2(!m_gateway->hasEnded(), m_gateway->program().err.c_str());
        m_program.environment["GATEHOUSE_DATA"] = m_gateway->data();
        QCOMPARE(run({"import", "openapi", std::string(GATEHOUSE_SOURCE_DIR) + "/resources/sample/orders.openapi.yaml", "--api-id", "orders",
                      "--path", "orders"}),
                 0);
    }

    void cleanupTestCase() { QCOMPARE(m_gateway->stop(), 0); }

    void saysThatThereIsNone()
    {
        QCOMPARE(run({"roles", "show"}), int(ExitNotFound));
        QVERIFY2(holds(m_program.err, "No policy fragment is a role mapping."), m_program.err.c_str());
    }

    void showsTheMappingAndWhatIsWrong()
    {
        RoleModel model;
        model.mappings = {{"https://login.example.org/", "roles", "Orders.Read", {"reader"}}};
        model.grants = {{Target::ofApi("orders", "GET"), {"reader"}}, {Target::everything(), {"boss"}}};
        m_program.in = toJson(toResource(resource::ResourceId::of("policyFragments/gatehouse-roles"), RoleFragment::make(model), nullptr).properties);
        QCOMPARE(run({"put", "policyFragments/gatehouse-roles", "-"}), 0);
        QCOMPARE(run({"roles", "show"}), int(ExitFailed));
        QVERIFY2(holds(m_program.out, "error: policies/policy: The global policy does not include the fragment"), m_program.out.c_str());
        m_program.in = toJson(withInclude(nullptr, "gatehouse-roles")->properties);
        QCOMPARE(run({"put", "policies/policy", "-"}), 0);
        QCOMPARE(run({"roles", "show"}), 0);
        QVERIFY2(holds(m_program.out, "GET of api orders")
                     && holds(m_program.out, "warning: policyFragments/gatehouse-roles: boss may call everything."),
                 m_program.out.c_str());
        QCOMPARE(run({"roles", "show", "--output", "json"}), 0);
        const auto shown = parseJson(m_program.out);
        VERIFY_RESULT(shown);
        QVERIFY(shown->at("mappings").at(0).at("value") == json::value("Orders.Read"));
        QCOMPARE(shown->at("grants").as_array().size(), std::size_t(2));
    }

    void showsWhatAPersonCanCall()
    {
        QCOMPARE(run({"roles", "can", "--issuer", "https://login.example.org/", "--claim", "roles:=[\"x\",\"Orders.Read\"]", "--output", "json"}), 0);
        const auto reader = parseJson(m_program.out);
        VERIFY_RESULT(reader);
        QCOMPARE(reader->as_array().size(), std::size_t(8));
        int allowed = 0;
        for (const auto &operation : reader->as_array()) {
            const bool mayCall = operation.at("decision") == "allow";
            QCOMPARE(mayCall, operation.at("method") == "GET");
            if (mayCall)
                QVERIFY(operation.at("grants").at(0) == json::value("GET of api orders"));
            allowed += mayCall;
        }
        QVERIFY(allowed > 0);
        m_program.in = "{\"iss\":\"https://login.example.org/\",\"roles\":\"Orders.Read\"}";
        QCOMPARE(run({"roles", "can", "--token", "-", "--api", "ORDERS"}), 0);
        QVERIFY2(holds(m_program.out, "reader (https://login.example.org/ roles=Orders.Read): GET of api orders"), m_program.out.c_str());
        QCOMPARE(run({"roles", "can"}), 0);
        QVERIFY(!holds(m_program.out, "allow"));
        QVERIFY(run({"roles", "can", "--claim", "nothing"}) != 0);
        QVERIFY2(holds(m_program.err, "'nothing' is no claim"), m_program.err.c_str());
        m_program.in = "no token";
        QVERIFY(run({"roles", "can", "--token", "-"}) != 0);
        QVERIFY2(holds(m_program.err, "neither a JWT nor a JSON object"), m_program.err.c_str());
    }

    void showsWhoCanCallAnOperation()
    {
        QCOMPARE(run({"roles", "who", "orders", "listOrders"}), 0);
        QVERIFY2(holds(m_program.out, "https://login.example.org/ roles=Orders.Read"), m_program.out.c_str());
        QCOMPARE(run({"roles", "who", "orders", "createOrder", "--output", "json"}), 0);
        QVERIFY(parseJson(m_program.out)->as_array().empty());
        QCOMPARE(run({"roles", "who", "orders", "none"}), int(ExitNotFound));
    }

    //! The data plane itself says what `can` says.
    void theGatewayRefusesWhatTheMappingDoesNotAllow()
    {
        run({"call", "GET", "/orders/orders", "--subscription", "master"});
        QVERIFY2(holds(m_program.out, "403") && holds(m_program.out, "none of your roles may call this operation"),
                 (m_program.out + m_program.err).c_str());
    }

private:
    int run(const std::vector<std::string> &arguments) { return m_program.run(arguments); }

    std::unique_ptr<RunningGateway> m_gateway;
    Program m_program;
};

QTEST_GUILESS_MAIN(TestRoleMappingVerbs)
#include "tst_role_mapping.moc"

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/remote/arm_client.h"
#include "tests/app/gatectl/program.h"

#include <sys/stat.h>

using namespace gatehouse;

//! `gatectl keys` against the real gateway.
class TestGatectlKeys : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_gateway = std::make_unique<test::RunningGateway>();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->isReady() || m_gateway->hasEnded(), 60'000);
        QVERIFY2(!m_gateway->hasEnded(), m_gateway->program().err.c_str());
        m_folder = m_gateway->data() + "/../work";
        std::filesystem::create_directories(m_folder);
        put("apis/orders", {{"displayName", "Orders"}, {"path", "orders"}});
        put("apis/orders/operations/get", {{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/"}});
        put("apis/orders/policies/policy",
            {{"format", "rawxml"},
             {"value", "<policies><inbound><return-response><set-status code=\"204\"/></return-response></inbound><backend/><outbound/><on-error/></policies>"}});
    }
    void cleanupTestCase()
    {
        QCOMPARE(m_gateway->stop(), 0);
        m_gateway.reset();
    }

    void listsWhoUsesWhichKey()
    {
        subscribe("shop");
        QCOMPARE(gatectl({"call", "GET", "/orders/", "--subscription", "shop", "--secondary", "--fail"}), 0);
        QCOMPARE(gatectl({"call", "GET", "/orders/", "--subscription", "shop", "--secondary", "--fail"}), 0);
        QCOMPARE(gatectl({"keys", "list", "--output", "json", "--text", "shop"}), 0);
        const auto listed = parseJson(m_program.out)->as_object();
        QVERIFY(listed.at("tellsKeys").as_bool());
        const auto &row = listed.at("value").as_array().at(0).as_object();
        QCOMPARE(row.at("onKey").as_string(), json::string("secondary"));
        QCOMPARE(row.at("calls").to_number<int>(), 2);
        QVERIFY(row.at("primary").at("lastUsed").is_null() && row.at("secondary").at("lastUsed").is_string());
        QCOMPARE(gatectl({"keys", "list"}), 0);
        QVERIFY2(m_program.out.find("Uses are counted since 20") != std::string::npos, m_program.out.c_str());
        QCOMPARE(gatectl({"keys", "list", "--unused", "30", "--output", "json"}), 0); // nobody has looked for so long
        QCOMPARE(parseJson(m_program.out)->at("value").as_array().size(), 0U);
        QVERIFY(keyOf("shop", "primaryKey").size() > 8);
        QVERIFY(m_program.out.find(keyOf("shop", "primaryKey")) == std::string::npos);
    }

    void rotatesToAFile()
    {
        subscribe("web");
        const auto file = m_folder + "/web-key", state = m_folder + "/web-state.json";
        const auto oldPrimary = keyOf("web", "primaryKey"), oldSecondary = keyOf("web", "secondaryKey");
        test::writeFile(file, oldPrimary);
        const std::vector<std::string> rotate{"keys", "rotate", "web", "--file", file, "--state", state, "--quiet", "0s", "--overlap", "1h", "--reason", "ticket 42"};
        auto dry = rotate;
        dry.push_back("--dry-run");
        QCOMPARE(gatectl(dry), 0);
        QVERIFY2(m_program.out.find("POST http") != std::string::npos && m_program.out.find("/subscriptions/web/regenerateSecondaryKey") != std::string::npos,
                 m_program.out.c_str());
        QCOMPARE(test::textOfFile(file), oldPrimary);
        QVERIFY(keyOf("web", "secondaryKey") == oldSecondary && !std::filesystem::exists(state));

        QCOMPARE(gatectl(rotate), 0);
        QVERIFY2(m_program.out.find("web: done") == 0, m_program.out.c_str());
        const auto primary = keyOf("web", "primaryKey"), secondary = keyOf("web", "secondaryKey");
        QVERIFY(primary != oldPrimary && secondary != oldSecondary);
        QCOMPARE(test::textOfFile(file), secondary);
        struct stat facts{};
        QCOMPARE(::stat(file.c_str(), &facts), 0);
        QCOMPARE(int(facts.st_mode & 0777), 0600);
        QCOMPARE(::stat(state.c_str(), &facts), 0);
        QCOMPARE(int(facts.st_mode & 0777), 0600);
        for (const auto &secret : {oldPrimary, oldSecondary, primary, secondary})
            QVERIFY(test::textOfFile(state).find(secret) == std::string::npos && m_program.out.find(secret) == std::string::npos);
        // Both calls stand in the audit log with the rotation's id and the reason.
        const auto id = std::string(parseJson(test::textOfFile(state))->at("rotations").at(0).at("id").as_string());
        const auto audit = auditText();
        QVERIFY2(audit.find("regenerateSecondaryKey") != std::string::npos && audit.find("regeneratePrimaryKey") != std::string::npos, audit.c_str());
        QVERIFY2(audit.find(id) != std::string::npos && audit.find("ticket 42") != std::string::npos, audit.c_str());
    }

    void waitsForTheOldKeyAndShowsIt()
    {
        subscribe("app");
        const auto file = m_folder + "/app-key", state = m_folder + "/app-state.json";
        QCOMPARE(gatectl({"keys", "rotate", "app", "--file", file, "--state", state}), 6);
        QVERIFY2(m_program.err.find("say which by --key") != std::string::npos, m_program.err.c_str()); // a day was not observed
        const auto before = keyOf("app", "primaryKey");
        QCOMPARE(gatectl({"keys", "rotate", "app", "--file", file, "--state", state, "--key", "secondary"}), 0);
        QVERIFY2(m_program.out.find("Waiting until the primary key was unused for 1d") != std::string::npos, m_program.out.c_str());
        QCOMPARE(test::textOfFile(file), keyOf("app", "secondaryKey"));
        QCOMPARE(keyOf("app", "primaryKey"), before);
        QCOMPARE(gatectl({"keys", "status", "--state", state, "--output", "json"}), 0);
        const auto status = parseJson(m_program.out)->as_array();
        QCOMPARE(status.at(0).at("step").as_string(), json::string("waiting"));
        QVERIFY(status.at(0).at("deadline").is_string());
        QCOMPARE(gatectl({"keys", "rotate", "--due", "--state", state}), 0);
        QCOMPARE(gatectl({"keys", "rotate", "app", "--state", state, "--cancel"}), 0);
        QVERIFY2(m_program.out.find("both hold") != std::string::npos, m_program.out.c_str());
        QCOMPARE(keyOf("app", "primaryKey"), before);
    }

    void saysWhatIsWrongWithRules()
    {
        const auto rules = m_folder + "/rules.yaml";
        test::writeFile(rules, "rotations:\n  - subscription: shop\n    every: 90 days\n    targets:\n      - webhook: http://shop.example/x\n        secretFile: s\n");
        QCOMPARE(gatectl({"keys", "rotate", "--due", "--rules", rules}), 2);
        QVERIFY2(m_program.err.find(":3:") != std::string::npos && m_program.err.find("90 days") != std::string::npos, m_program.err.c_str());
        QVERIFY2(m_program.err.find(":5:") != std::string::npos && m_program.err.find("has to be https") != std::string::npos, m_program.err.c_str());
        QCOMPARE(gatectl({"keys", "rotate"}), 2);
        QCOMPARE(gatectl({"keys", "rotate", "nobody-here", "--file", m_folder + "/x", "--state", m_folder + "/x.json", "--key", "primary"}), 5);
    }

private:
    int gatectl(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.end(), {"--data", m_gateway->data()});
        m_lastCode = m_program.run(arguments);
        return m_lastCode;
    }
    void put(const std::string &id, const json::object &properties)
    {
        m_program.in = toJson(json::object{{"properties", properties}});
        const int code = gatectl({"put", id, "-"});
        m_program.in.clear();
        QVERIFY2(code == 0, (m_program.err + m_program.out).c_str());
    }
    void subscribe(const std::string &name) { put("subscriptions/" + name, {{"displayName", name}, {"scope", "/apis"}, {"state", "active"}}); }
    remote::ArmClient client() const
    {
        const auto ready = parseJson(test::textOfFile(m_gateway->ready()))->as_object();
        remote::Connection connection;
        connection.url = ready.at("management").as_string();
        connection.scope = ready.at("scope").as_string();
        auto token = test::textOfFile(std::string(ready.at("tokenFile").as_string()));
        token.erase(token.find_last_not_of("\r\n") + 1);
        connection.token = SecretString(token);
        return remote::ArmClient(connection, m_network);
    }
    std::string keyOf(const std::string &name, const std::string &slot) const
    {
        const auto answer = client().post("subscriptions/" + name + "/listSecrets");
        return answer ? std::string(answer->body.at(slot).as_string()) : std::string();
    }
    std::string auditText() const
    {
        const auto answer = client().get("providers/Gatehouse.Local/audit");
        return answer ? toJson(answer->body) : answer.error().debugText();
    }

    std::unique_ptr<test::RunningGateway> m_gateway;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    test::Program m_program;
    std::string m_folder;
    int m_lastCode = 0;
};

QTEST_GUILESS_MAIN(TestGatectlKeys)
#include "tst_keys.moc"

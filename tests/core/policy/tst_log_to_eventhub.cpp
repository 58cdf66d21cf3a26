// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/configuration_documents.h"
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;

namespace {

const std::string connection = "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0LWtleQ==";

std::shared_ptr<const EventHub> hub(const std::string &text, const std::string &name = "logs")
{
    auto read = readEventHub({{"connectionString", text}, {"name", name}});
    return read ? std::make_shared<const EventHub>(std::move(*read)) : nullptr;
}

OutgoingRequest logged(const std::string &element)
{
    Call call;
    call.bindings.loggers["contoso"] = hub(connection);
    call.inbound(element);
    return call.services.oneWay.empty() ? OutgoingRequest() : call.services.oneWay.front();
}

} // namespace

class TestLogToEventHub : public QObject
{
    Q_OBJECT

private slots:
    void sendsAnEvent()
    {
        const auto request = logged("<log-to-eventhub logger-id=\"Contoso\">hello</log-to-eventhub>");
        COMPARE_TEXT(request.method, "POST");
        COMPARE_TEXT(request.url, "https://ns.servicebus.windows.net/logs/messages?timeout=60&api-version=2014-01");
        COMPARE_TEXT(request.body, "hello");
        COMPARE_TEXT(request.headers.get("Content-Type").value_or("-"), "application/atom+xml;type=entry;charset=utf-8");
        QVERIFY(request.headers.get("Authorization").value_or("").starts_with("SharedAccessSignature sr=https%3A%2F%2Fns.servicebus.windows.net%2Flogs&sig="));
        QVERIFY(!request.headers.has("BrokerProperties"));
    }
    void namesAPartitionOrAKey()
    {
        COMPARE_TEXT(logged("<log-to-eventhub logger-id=\"contoso\" partition-id=\"3\">x</log-to-eventhub>").url,
                     "https://ns.servicebus.windows.net/logs/partitions/3/messages?timeout=60&api-version=2014-01");
        COMPARE_TEXT(logged("<log-to-eventhub logger-id=\"contoso\" partition-key=\"a&quot;b\">x</log-to-eventhub>").headers.get("BrokerProperties").value_or("-"),
                     "{\"PartitionKey\":\"a\\\"b\"}");
        COMPARE_TEXT(logged("<log-to-eventhub logger-id=\"contoso\" partition-id=\"1\" partition-key=\"k\">x</log-to-eventhub>").url, "");
    }
    void cutsWhatIsLongerThan200KilobytesAtACharacter()
    {
        const std::string umlauts(300'000, 'x');
        COMPARE_TEXT(std::to_string(logged("<log-to-eventhub logger-id=\"contoso\">" + umlauts + "</log-to-eventhub>").body.size()), "204800");
        std::string text(204'799, 'x');
        text += "\u00e4\u00e4";
        COMPARE_TEXT(std::to_string(logged("<log-to-eventhub logger-id=\"contoso\">" + text + "</log-to-eventhub>").body.size()), "204799");
    }
    //! The signature was computed with Python's hmac: the key's text signs "sr\nse".
    void signsAsMicrosoftSays()
    {
        const auto signature = sharedAccessSignature(*hub(connection), fromIso("2026-08-07T10:00:00Z").value());
        COMPARE_TEXT(signature, "SharedAccessSignature sr=https%3A%2F%2Fns.servicebus.windows.net%2Flogs&sig=ow1dkB5TJaouluZkDPXjjOYQpp3QElq56rx4YbqP1bI%3D&se=1786100400&skn=send");
    }
    void readsLoggers_data()
    {
        QTest::addColumn<QString>("credentials");
        QTest::addColumn<QString>("result");
        QTest::newRow("entity path") << "{'connectionString':'Endpoint=sb://n.test;SharedAccessKeyName=k;SharedAccessKey=s;EntityPath=h'}" << "https://n.test/h";
        QTest::newRow("its name wins") << "{'name':'a b','connectionString':'Endpoint=sb://n.test;SharedAccessKeyName=k;SharedAccessKey=s;EntityPath=h'}"
                                       << "https://n.test/a%20b";
        QTest::newRow("loopback") << "{'name':'h','connectionString':'Endpoint=http://127.0.0.1:99;SharedAccessKeyName=k;SharedAccessKey=s'}"
                                  << "http://127.0.0.1:99/h";
        QTest::newRow("identity") << "{'name':'h','endpointAddress':'n.servicebus.windows.net','identityClientId':'SystemAssigned'}"
                                  << "https://n.servicebus.windows.net/h";
        QTest::newRow("not encrypted") << "{'name':'h','connectionString':'Endpoint=http://n.test;SharedAccessKeyName=k;SharedAccessKey=s'}"
                                       << "its endpoint is not encrypted";
        QTest::newRow("no key") << "{'name':'h','connectionString':'Endpoint=sb://n.test'}"
                                << "its connection string lacks Endpoint, SharedAccessKeyName or SharedAccessKey";
        QTest::newRow("no hub") << "{'endpointAddress':'n.test'}" << "it names no event hub";
        QTest::newRow("nothing") << "{}" << "it has neither a connectionString nor an endpointAddress";
    }
    void readsLoggers()
    {
        QFETCH(QString, credentials);
        QFETCH(QString, result);
        const auto read = readEventHub(parseJson(credentials.replace('\'', '"').toStdString())->get_object());
        COMPARE_TEXT(read ? read->url : std::string(read.error().arg("reason")), result.toStdString());
    }
    void putsNamedValuesIntoCredentials()
    {
        auto configuration = std::make_shared<resource::Configuration>();
        const auto put = [&](const char *id, const char *properties) {
            resource::Resource resource;
            resource.id = resource::ResourceId::of(id);
            resource.properties = parseJson(QByteArray(properties).replace('\'', '"').toStdString())->get_object(); // moc knows no raw strings
            configuration->put(std::move(resource));
        };
        put("namedValues/n", "{'displayName':'hub-key','value':'Endpoint=sb://n.test;SharedAccessKeyName=k;SharedAccessKey=s','secret':true}");
        put("loggers/Good", "{'loggerType':'azureEventHub','credentials':{'name':'h','connectionString':'{{hub-key}}'}}");
        put("loggers/bad", "{'loggerType':'azureEventHub','credentials':{'name':'h','connectionString':'{{gone}}'}}");
        put("loggers/insights", "{'loggerType':'applicationInsights','credentials':{'instrumentationKey':'x'}}");
        ConfigurationDocuments documents(configuration);
        const auto &loggers = documents.bindings().loggers;
        QCOMPARE(loggers.size(), 2U);
        COMPARE_TEXT(loggers.at("good").value()->url, "https://n.test/h");
        COMPARE_TEXT(loggers.at("bad").error().arg("reason"), "there is no named value 'gone'");
    }
    void anUnknownLoggerFailsLoudly()
    {
        Call call;
        call.inbound("<log-to-eventhub logger-id=\"nobody\">x</log-to-eventhub>");
        COMPARE_TEXT(call.compiled.diagnostics.at(0).code, "policy.unknownLogger");
        COMPARE_TEXT(azureText(call.compiled.diagnostics.at(0)).substr(0, 35), "Error in element 'log-to-eventhub' ");
        COMPARE_TEXT(call.reason(), "PolicyInvalid");
        QVERIFY(call.services.oneWay.empty());
    }
    void validationKnowsLoggersAndBackends()
    {
        const auto document = test::parsed("<policies><inbound><log-to-eventhub logger-id=\"nobody\">x</log-to-eventhub>"
                                           "<llm-content-safety backend-id=\"none\"/></inbound><backend/><outbound/><on-error/></policies>");
        References references;
        references.hasLogger = [](std::string_view name) { return name == "somebody"; };
        references.hasBackend = [](std::string_view) { return false; };
        const auto findings = validate(document, Scope::Api, references);
        QCOMPARE(findings.size(), 2U);
        COMPARE_TEXT(findings[0].code, "policy.unknownLogger");
        COMPARE_TEXT(findings[1].code, "policy.unknownBackend");
        references.hasLogger = references.hasBackend = [](std::string_view) { return true; };
        QVERIFY(validate(document, Scope::Api, references).empty());
    }
    void withoutATokenOfTheIdentityItFails()
    {
        Call call;
        auto read = readEventHub({{"endpointAddress", "n.test"}, {"name", "h"}, {"identityClientId", "SystemAssigned"}});
        call.bindings.loggers["l"] = std::make_shared<const EventHub>(std::move(*read));
        call.inbound("<log-to-eventhub logger-id=\"l\">x</log-to-eventhub>");
        COMPARE_TEXT(call.reason(), "TokenSourceNotConfigured");
        QVERIFY(call.services.oneWay.empty());
    }
};

QTEST_GUILESS_MAIN(TestLogToEventHub)
#include "tst_log_to_eventhub.moc"

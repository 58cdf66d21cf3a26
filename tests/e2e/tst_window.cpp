// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One story as a person lives it: start the local gateway, import a document, set a limit, publish, call, see the refusals in Traffic, in
// the figures and in the audit. Nothing in it is faked but the backend, which is a real HTTP server of this test.

#include "core/remote/local_gateway.h"
#include "core/remote/local_provider.h"
#include "tests/support/result_test.h"
#include "ui/audit/audit_page.h"
#include "ui/catalog/catalog_page.h"
#include "ui/catalog/import_dialog.h"
#include "ui/components/data_table.h"
#include "ui/components/filter_edit.h"
#include "ui/limits/limit_detail.h"
#include "ui/limits/limits_page.h"
#include "ui/overview/overview_page.h"
#include "ui/request/access_panel.h"
#include "ui/request/answer_view.h"
#include "ui/request/request_form.h"
#include "ui/shell/change_tray.h"
#include "ui/shell/connection_list.h"
#include "ui/shell/main_window.h"
#include "ui/shell/publisher.h"
#include "ui/shell/review_dialog.h"
#include "ui/shell/settings_store.h"
#include "ui/shell/theme/theme.h"
#include "ui/traffic/traffic_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;

namespace {

constexpr int patience = 20'000; //!< ms: a deadline, not a wait

//! Answers every request with a small JSON body.
class Backend : public QTcpServer
{
public:
    Backend()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().contains("\r\n\r\n"))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}");
            });
        });
        if (!listen(QHostAddress(QHostAddress::LocalHost)))
            qFatal("no port");
    }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
};

QString document(const QString &serverUrl)
{
    return QStringLiteral(R"(openapi: 3.0.3
info: {title: Parcels API, version: '1.0'}
servers: [{url: '%1'}]
paths:
  /parcels/{id}:
    get:
      operationId: getParcel
      summary: Get a parcel
      parameters: [{name: id, in: path, required: true, schema: {type: string}, example: '42'}]
      responses: {'200': {description: The parcel}}
)").arg(serverUrl);
}

struct Answer
{
    int status;
    QByteArray body;
    QByteArray retryAfter;
};

Answer call(QNetworkAccessManager &network, const QString &url, const QByteArray &key)
{
    QNetworkRequest request{QUrl(url)};
    if (!key.isEmpty())
        request.setRawHeader("Ocp-Apim-Subscription-Key", key);
    auto *reply = network.get(request);
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, patience))
        return {-1, {}, {}};
    Answer answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), reply->rawHeader("Retry-After")};
    reply->deleteLater();
    return answer;
}

} // namespace

class TestWindow : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    Backend m_backend;
    theme::Theme m_theme;
    std::shared_ptr<remote::Network> m_remote = remote::Network::create();
    shell::SettingsStore m_settings{nullptr};
    shell::ConnectionList m_connections{nullptr};
    std::unique_ptr<remote::LocalGateway> m_gateway;
    std::unique_ptr<shell::MainWindow> m_window;
    QNetworkAccessManager m_network;
    QByteArray m_key;
    QString m_gatewayUrl;

    template<typename Page>
    Page *show(const char *key)
    {
        m_window->showPage(key);
        auto *page = qobject_cast<Page *>(m_window->page(key));
        if (!page)
            qFatal("no page %s", key);
        if (!QTest::qWaitFor([page] { return page->isReady(); }, patience))
            qWarning("%s is not ready", key);
        return page;
    }

    void publish()
    {
        auto *review = m_window->openReview();
        QVERIFY(review);
        review->publish();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().changes().empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->session().isLoading(), patience);
        review->close();
    }

private slots:
    void initTestCase()
    {
        remote::LocalGatewayOptions options;
        options.program = GATEHOUSE_BIN_DIR "/gatectl";
        options.dataDirectory = m_directory.filePath("data").toStdString();
        options.arguments = {"--listen", "127.0.0.1:0"};
        m_gateway = std::make_unique<remote::LocalGateway>(options, m_remote);
        m_gateway->start();
        QTRY_VERIFY2_WITH_TIMEOUT(m_gateway->isUp(), qPrintable(m_gateway->log().join('\n')), patience);
        m_gatewayUrl = QString::fromStdString(m_gateway->endpoint()->gateway.front());

        const QList<shell::PageEntry> entries{
            {"overview", "Overview", "overview", {}, [](shell::Session &s) { return new overview::OverviewPage(s); }, false},
            {"apis", "APIs", "apis", {}, [](shell::Session &s) { return new catalog::CatalogPage(s); }, false},
            {"limits", "Limits", "limits", {}, [](shell::Session &s) { return new limits::LimitsPage(s); }, false},
            {"traffic", "Traffic", "traffic", {}, [](shell::Session &s) { return new traffic::TrafficPage(s); }, false},
            {"audit", "Audit", "audit", {}, [](shell::Session &s) { return new audit::AuditPage(s); }, false},
        };
        m_window = std::make_unique<shell::MainWindow>(shell::Services{m_theme, m_remote, m_settings, nullptr, m_connections, m_gateway.get()}, entries);
        m_window->resize(1440, 900);
        m_window->show();
        m_window->session().setConnection(*m_gateway->connection());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session().state(), shell::Session::State::Ready, patience);
    }

    void importsADocument()
    {
        auto *page = show<catalog::CatalogPage>("apis");
        const auto path = m_directory.filePath("parcels.yaml");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(document(m_backend.url()).toUtf8());
        file.close();

        auto *dialog = page->openImport(path);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->canImport(), patience);
        QCOMPARE(dialog->preview()->operations.size(), std::size_t(1));
        dialog->pathField()->setText("parcels");
        dialog->idField()->setText("parcels");
        dialog->accept();
        QCOMPARE(m_window->session().changes().items().size(), std::size_t(1));
        QVERIFY(m_window->tray()->isVisible());
        publish();
        QVERIFY(m_window->session().configuration()->contains(resource::ResourceId::of("apis/parcels/operations/getParcel")));
        QTRY_VERIFY_WITH_TIMEOUT(page->isReady(), patience);
        QVERIFY(page->reveal("apis/parcels/operations/getParcel"));
    }

    void refusesWithoutAKeyAndAnswersWithOne()
    {
        resource::Resource subscription;
        subscription.id = resource::ResourceId::of("subscriptions/tester");
        subscription.properties = json::object{{"displayName", "Tester"}, {"scope", "/apis"}, {"state", "active"}};
        m_window->session().stagePut(subscription);
        publish();
        const auto secrets = m_window->session().client()->post("subscriptions/tester/listSecrets");
        VERIFY_RESULT(secrets);
        m_key = QByteArray::fromStdString(std::string{stringMember(secrets->body.as_object(), "primaryKey")});
        QVERIFY(!m_key.isEmpty());

        const auto url = m_gatewayUrl + "/parcels/parcels/42";
        QCOMPARE(call(m_network, url, {}).status, 401);
        const auto answer = call(m_network, url, m_key);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{\"status\":\"ok\"}"));
    }

    void publishesALimitThroughTheLimitsPage()
    {
        auto *page = show<limits::LimitsPage>("limits");
        const auto id = resource::ResourceId::of("apis/parcels/policies/policy");
        auto made = limits::withNewLimit(nullptr, id, {"100", "60"}, {});
        VERIFY_RESULT(made);
        m_window->session().stagePut(*made);
        publish();
        QTRY_VERIFY_WITH_TIMEOUT(page->isReady() && page->reveal("apis/parcels/policies/policy"), patience);
        const auto before = std::string{stringMember(m_window->session().configuration()->find(id)->properties, "value")};

        page->detail()->calls()->setText("5");
        QVERIFY(page->detail()->stageButton()->isEnabled());
        page->detail()->stageButton()->click();
        QCOMPARE(m_window->session().changes().items().size(), std::size_t(1));
        publish();
        auto expected = before;
        expected.replace(expected.find("calls=\"100\""), 11, "calls=\"5\"");
        QCOMPARE(std::string{stringMember(m_window->session().configuration()->find(id)->properties, "value")}, expected);
    }

    void callsAreRefusedAboveTheLimit()
    {
        QList<int> statuses;
        Answer last{};
        for (int i = 0; i < 8; ++i) {
            last = call(m_network, m_gatewayUrl + "/parcels/parcels/42", m_key);
            statuses += last.status;
        }
        QCOMPARE(statuses.count(200), 5);
        QCOMPARE(statuses.count(429), 3);
        const int seconds = last.retryAfter.toInt();
        QVERIFY2(seconds > 0 && seconds <= 60, last.retryAfter.constData());
        QCOMPARE(last.body, QByteArray("{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in " + last.retryAfter + " seconds.\" }"));
    }

    void trafficShowsTheRefusals()
    {
        auto *page = show<traffic::TrafficPage>("traffic");
        page->filter()->setText("429");
        QTRY_COMPARE_WITH_TIMEOUT(page->table()->rows()->matchCount(), 3, patience);
        page->filter()->setText("outcome:refused tester");
        QTRY_COMPARE_WITH_TIMEOUT(page->table()->rows()->matchCount(), 3, patience);
        page->filter()->clear();
        // The live tail brings what comes now.
        const int total = page->table()->rows()->totalCount();
        call(m_network, m_gatewayUrl + "/nowhere", {});
        QTRY_VERIFY_WITH_TIMEOUT(page->table()->rows()->totalCount() > total, patience);
    }

    void theChartHasThem()
    {
        auto *page = show<overview::OverviewPage>("overview");
        QTRY_VERIFY_WITH_TIMEOUT(page->data() && page->data()->now.reasonCount("RateLimitExceeded") == 3, patience);
        const auto series = overview::failureSeries(*page->data());
        double drawn = 0;
        for (const auto &one : series) {
            for (const double value : one.values)
                drawn += value;
        }
        QVERIFY2(drawn >= 4, "three limits and a missing key at least");
        QCOMPARE(overview::authenticationFailures(page->data()->now), std::uint64_t(1));
    }

    void theAuditHasEveryChange()
    {
        auto *page = show<audit::AuditPage>("audit");
        QTRY_VERIFY_WITH_TIMEOUT(page->table()->rows()->totalCount() >= 4, patience);
        const auto records = remote::LocalProvider(*m_window->session().client()).audit({.from = {}, .to = {}, .subject = {}, .resource = "apis/parcels/policies", .action = {}, .outcome = {}, .before = {}, .limit = 10});
        VERIFY_RESULT(records);
        QCOMPARE(records->entries.size(), std::size_t(2));
        QVERIFY(records->entries.front().record.before.has_value());
        for (const auto &entry : records->entries) {
            QVERIFY(!QByteArray::fromStdString(toJson(entry.record.after.value_or(nullptr))).contains(m_key));
        }
    }

    void theRequestFormCallsThroughTheGateway()
    {
        auto *page = show<catalog::CatalogPage>("apis");
        auto *form = page->openRequest(resource::ResourceId::of("apis/parcels/operations/getParcel"));
        QSignalSpy answered(form, &request::RequestForm::answered);
        form->send();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, patience);
        // The first key of the list is the all-access one, which has a counter of its own.
        QCOMPARE(form->status(), 200);
        form->close();
    }

    void theRequestFormCarriesATestTokenAndAProof()
    {
        auto *page = show<catalog::CatalogPage>("apis");
        auto *form = page->openRequest(resource::ResourceId::of("apis/parcels/operations/getParcel"));
        QSignalSpy answered(form, &request::RequestForm::answered);
        form->access()->kind()->setCurrentIndex(request::AccessChoice::TestToken);
        form->access()->proof()->setChecked(true);
        form->access()->tokenFlaw()->setCurrentIndex(1);
        form->send();
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, patience);
        QCOMPARE(form->status(), 200); // no policy of this API looks at tokens
        QVERIFY(form->answer()->noteText().contains(QStringLiteral("let it in")));
        QVERIFY(form->answer()->accessText().contains(QStringLiteral("dpop+jwt")));
        QVERIFY(form->answer()->accessText().contains(QStringLiteral("/gatehouse/issuer")));
        form->close();
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_gateway.reset();
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/private_file.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/net/http_server.h"
#include "core/net/loop.h"
#include "core/remote/key_targets.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"
#include "tests/support/tls_identity.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <mutex>

using namespace gatehouse;
using vault::TargetSpec;

namespace {

struct TakenCall
{
    std::string method, target, authorization, contentType, signature, body;
};

//! A real HTTPS server that takes keys.
class KeyTaker
{
public:
    KeyTaker() : m_identity(test::TlsIdentity::make("localhost"))
    {
        m_loop.start("keys");
        m_loop.run([this] {
            net::HttpServerOptions options;
            options.certificates = {{"", m_identity.certificatePem, m_identity.keyPem}};
            auto server = net::HttpServer::listen(m_loop, options, [this](const std::shared_ptr<net::ServerExchange> &exchange) { take(exchange); });
            if (!server)
                qFatal("no server");
            m_server = std::move(*server);
        });
    }
    ~KeyTaker()
    {
        m_loop.run([this] { m_server.reset(); });
        m_loop.stop();
    }
    std::string url() const { return "https://localhost:" + std::to_string(m_server->endpoint().port); }
    std::string trust() const { return m_identity.certificatePem; }
    std::vector<TakenCall> calls() const
    {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }
    std::atomic<int> status{200};

private:
    void take(const std::shared_ptr<net::ServerExchange> &exchange)
    {
        exchange->readAll(1U << 20, [this, exchange](Result<std::string> body) {
            const auto &head = exchange->request();
            const auto field = [&](std::string_view name) { return std::string(head.headers.get(name).value_or("")); };
            {
                const std::lock_guard lock(m_mutex);
                m_calls.push_back({head.method, head.target, field("Authorization"), field("Content-Type"), field("Gatehouse-Signature"), body.value_or("")});
            }
            http::Response response;
            response.head.status = status;
            response.body = "{\"echo\":\"of the server\"}";
            exchange->respond(std::move(response));
        });
    }
    test::TlsIdentity m_identity;
    net::Loop m_loop;
    std::unique_ptr<net::HttpServer> m_server;
    mutable std::mutex m_mutex;
    std::vector<TakenCall> m_calls;
};

const SecretString theNewKey("0123456789abcdefNEW");

} // namespace

class TestKeyTargets : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder.emplace();
        m_taker = std::make_unique<KeyTaker>();
        VERIFY_RESULT(writePrivateFile(path("token"), "the-token\n"));
        std::ofstream(path("ca.pem")) << m_taker->trust();
    }
    void cleanup() { m_taker.reset(); }

    void aFileIsReplacedWholeAndIsItsOwnersAlone()
    {
        TargetSpec spec;
        spec.path = path("key");
        std::ofstream(spec.path) << "an older and much longer content";
        VERIFY_RESULT(write(spec));
        std::ifstream file(spec.path);
        QCOMPARE(std::string(std::istreambuf_iterator<char>(file), {}), std::string(theNewKey.reveal()));
        QCOMPARE(int(std::filesystem::status(spec.path).permissions()), 0600);
        spec.path = path("none") + "/key";
        QCOMPARE(make(spec).error().code, std::string("keyTarget.noFolder"));
    }
    void aKeyVaultGetsAVersionOfItsSecret()
    {
        TargetSpec spec{TargetSpec::KeyVault, {}, m_taker->url() + "/secrets/shop", {}, {}, {}, path("token"), path("ca.pem"), {}};
        VERIFY_RESULT(write(spec));
        const auto call = m_taker->calls().at(0);
        QCOMPARE(call.method + " " + call.target, std::string("PUT /secrets/shop?api-version=7.4"));
        QCOMPARE(call.authorization, std::string("Bearer the-token"));
        QCOMPARE(std::string(parseJson(call.body)->at("value").as_string()), std::string(theNewKey.reveal()));
    }
    void aKubernetesSecretIsPatched()
    {
        TargetSpec spec{TargetSpec::Kubernetes, {}, m_taker->url() + "/", "shop", "api", "key.txt", path("token"), path("ca.pem"), {}};
        VERIFY_RESULT(write(spec));
        const auto call = m_taker->calls().at(0);
        QCOMPARE(call.method + " " + call.target, std::string("PATCH /api/v1/namespaces/shop/secrets/api?fieldManager=gatehouse"));
        QCOMPARE(call.authorization, std::string("Bearer the-token"));
        QCOMPARE(call.contentType, std::string("application/merge-patch+json"));
        const auto data = parseJson(call.body)->at("data").at("key.txt").as_string();
        QCOMPARE(*crypto::decodeBase64(std::string(data), crypto::Base64Form::Standard), std::string(theNewKey.reveal()));
    }
    void aWebhookIsSigned()
    {
        TargetSpec spec{TargetSpec::Webhook, {}, m_taker->url() + "/keys", {}, {}, {}, {}, path("ca.pem"), path("token")};
        VERIFY_RESULT(write(spec));
        const auto call = m_taker->calls().at(0);
        QCOMPARE(call.method + " " + call.target, std::string("POST /keys"));
        QVERIFY(call.authorization.empty());
        const auto seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(m_clock.utc().time_since_epoch()).count());
        QCOMPARE(call.signature, "t=" + seconds + ",v1=" + crypto::toHex(crypto::hmacSha256(SecretString("the-token"), seconds + "." + call.body)));
        const auto body = parseJson(call.body)->as_object();
        QVERIFY(body.at("key").as_string() == std::string(theNewKey.reveal()) && body.at("subscription").as_string() == "storefront" && body.at("rotation").as_string() == "r-1");
    }
    void failuresTellNeitherKeyNorToken()
    {
        TargetSpec spec{TargetSpec::KeyVault, {}, m_taker->url() + "/secrets/shop", {}, {}, {}, path("token"), path("ca.pem"), {}};
        for (const auto &[status, code] : {std::pair(403, "keyTarget.refused"), {401, "keyTarget.refused"}, {500, "keyTarget.failed"}, {302, "keyTarget.failed"}}) {
            m_taker->status = status;
            const auto done = write(spec);
            QCOMPARE(done.error().code, std::string(code));
            const auto text = done.error().debugText();
            QVERIFY(text.find(theNewKey.reveal()) == std::string::npos && text.find("the-token") == std::string::npos && text.find("echo") == std::string::npos);
        }
        spec.caFile.clear(); // the system does not trust it
        const auto before = m_taker->calls().size();
        QCOMPARE(write(spec).error().code, std::string("remote.tls"));
        QCOMPARE(m_taker->calls().size(), before);
    }
    void whatIsMissingIsToldBeforeAnythingIsWritten()
    {
        TargetSpec spec{TargetSpec::KeyVault, {}, m_taker->url() + "/secrets/shop", {}, {}, {}, path("no-token"), path("ca.pem"), {}};
        QCOMPARE(make(spec).error().code, std::string("file.absent"));
        std::ofstream(path("open")) << "x";
        spec.tokenFile = path("open");
        QCOMPARE(make(spec).error().code, std::string("file.tooOpen"));
        spec.tokenFile = path("token");
        spec.caFile = path("no-ca");
        QCOMPARE(make(spec).error().code, std::string("keyTarget.badFile"));
        QCOMPARE(m_taker->calls().size(), 0U);
    }

private:
    std::string path(const char *name) const { return m_folder->filePath(name).toStdString(); }
    Result<std::unique_ptr<vault::KeyTarget>> make(const TargetSpec &spec)
    {
        return remote::keyTargets({m_network, [](const auto &file) { return readPrivateFile(file); },
                                   [](const auto &file, std::string_view text) { return writePrivateFile(file, text); }, &m_clock, {}})(spec);
    }
    Status write(const TargetSpec &spec)
    {
        const auto target = make(spec);
        if (!target)
            return tl::unexpected(target.error());
        vault::Rotation rotation;
        rotation.id = "r-1";
        rotation.rule.subscription = "storefront";
        return (*target)->write(theNewKey, rotation);
    }

    test::ManualClock m_clock;
    std::shared_ptr<remote::Network> m_network = remote::Network::create();
    std::optional<QTemporaryDir> m_folder;
    std::unique_ptr<KeyTaker> m_taker;
};

QTEST_GUILESS_MAIN(TestKeyTargets)
#include "tst_key_targets.moc"

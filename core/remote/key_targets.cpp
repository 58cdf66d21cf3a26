// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/key_targets.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"

#include <fstream>
#include <iterator>

namespace gatehouse::remote {

namespace {

using vault::Rotation;
using vault::TargetSpec;

constexpr auto keyVaultVersion = "7.4";
constexpr std::size_t largestAnswer = 1U << 20;

class FileTarget final : public vault::KeyTarget
{
public:
    FileTarget(std::string path, vault::WritePrivateFile write) : m_path(std::move(path)), m_write(std::move(write)) { }
    Status write(const SecretString &key, const Rotation &) override { return m_write(m_path, key.reveal()); }

private:
    std::string m_path;
    vault::WritePrivateFile m_write;
};

//! What is sent over HTTP: the call is made of the key when it is written.
class HttpTarget final : public vault::KeyTarget
{
public:
    using MakeCall = std::function<HttpCall(const SecretString &key, const Rotation &rotation)>;
    HttpTarget(TargetParts parts, std::string name, MakeCall make) : m_parts(std::move(parts)), m_name(std::move(name)), m_make(std::move(make)) { }

    Status write(const SecretString &key, const Rotation &rotation) override
    {
        auto call = m_make(key, rotation);
        call.maxBody = largestAnswer;
        const auto answer = m_parts.network->send(call, m_parts.stop);
        std::fill(call.body.begin(), call.body.end(), '\0');
        if (!answer)
            return tl::unexpected(answer.error());
        if (answer->status >= 200 && answer->status < 300)
            return {};
        const bool refused = answer->status == 401 || answer->status == 403;
        return fail(refused ? ErrorKind::Forbidden : ErrorKind::Unavailable, refused ? "keyTarget.refused" : "keyTarget.failed",
                    {{"target", m_name}, {"status", std::to_string(answer->status)}});
    }

private:
    TargetParts m_parts;
    std::string m_name;
    MakeCall m_make;
};

Result<std::string> textOfFile(const std::string &path)
{
    if (path.empty())
        return std::string();
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file || text.empty())
        return fail(ErrorKind::Invalid, "keyTarget.badFile", {{"path", path}});
    return text;
}

//! One line.
Result<SecretString> secretOfFile(const TargetParts &parts, const std::string &path)
{
    const auto text = parts.readFile(path);
    if (!text)
        return tl::unexpected(text.error());
    const auto secret = trim(*text);
    if (secret.empty() || secret.find_first_of("\r\n") != std::string_view::npos)
        return fail(ErrorKind::Invalid, "keyTarget.badFile", {{"path", path}});
    return SecretString(std::string(secret));
}

HttpCall keyVaultCall(const TargetSpec &spec, const SecretString &key, const Rotation &rotation)
{
    HttpCall call;
    call.method = "PUT";
    call.url = spec.url + "?api-version=" + keyVaultVersion;
    call.headers = {{"Content-Type", "application/json"}};
    call.body = toJson(json::object{{"value", key.reveal()}, {"tags", json::object{{"gatehouse-rotation", rotation.id}}}});
    return call;
}

HttpCall kubernetesCall(const TargetSpec &spec, const SecretString &key)
{
    HttpCall call;
    call.method = "PATCH";
    auto server = spec.url;
    while (server.ends_with('/'))
        server.pop_back();
    call.url = server + "/api/v1/namespaces/" + spec.space + "/secrets/" + spec.name + "?fieldManager=gatehouse";
    call.headers = {{"Content-Type", "application/merge-patch+json"}};
    call.body = toJson(json::object{{"data", json::object{{spec.entry, crypto::base64(key.reveal())}}}});
    return call;
}

HttpCall webhookCall(const TargetSpec &spec, const SecretString &secret, UtcTime now, const SecretString &key, const Rotation &rotation)
{
    HttpCall call;
    call.method = "POST";
    call.url = spec.url;
    call.body = toJson(json::object{{"event", "subscriptionKeyRotated"}, {"rotation", rotation.id}, {"service", rotation.service},
                                    {"subscription", rotation.rule.subscription}, {"which", nameOf(rotation.fresh)}, {"key", key.reveal()}});
    call.headers = {{"Content-Type", "application/json"}, {"Gatehouse-Rotation", rotation.id},
                    {"Gatehouse-Signature", webhookSignature(secret, now, call.body)}};
    return call;
}

Result<std::unique_ptr<vault::KeyTarget>> makeKeyTarget(const TargetParts &parts, const TargetSpec &spec)
{
    if (spec.kind == TargetSpec::File) {
        const auto folder = std::filesystem::path(spec.path).parent_path();
        std::error_code ignored;
        if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
            return fail(ErrorKind::Invalid, "keyTarget.noFolder", {{"path", spec.path}});
        return std::make_unique<FileTarget>(spec.path, parts.writeFile);
    }
    auto secret = secretOfFile(parts, spec.kind == TargetSpec::Webhook ? spec.secretFile : spec.tokenFile);
    auto trust = textOfFile(spec.caFile);
    if (!secret || !trust)
        return tl::unexpected(secret ? trust.error() : secret.error());
    const auto *clock = parts.clock;
    return std::make_unique<HttpTarget>(
        parts, spec.text(), [spec, clock, secret = std::move(*secret), trust = std::move(*trust)](const SecretString &key, const Rotation &rotation) {
            auto call = spec.kind == TargetSpec::KeyVault ? keyVaultCall(spec, key, rotation)
                : spec.kind == TargetSpec::Kubernetes     ? kubernetesCall(spec, key)
                                                          : webhookCall(spec, secret, clock->utc(), key, rotation);
            if (spec.kind != TargetSpec::Webhook)
                call.bearer = secret;
            call.caPem = trust;
            return call;
        });
}

} // namespace

std::string webhookSignature(const SecretString &secret, UtcTime time, std::string_view body)
{
    const auto seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
    return "t=" + seconds + ",v1=" + crypto::toHex(crypto::hmacSha256(secret, seconds + "." + std::string(body)));
}

vault::MakeTarget keyTargets(TargetParts parts)
{
    return [parts = std::move(parts)](const TargetSpec &spec) { return makeKeyTarget(parts, spec); };
}

} // namespace gatehouse::remote

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/vault_application.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/vault/wire.h"

#include <algorithm>
#include <array>

namespace gatehouse::management {

namespace {

using vault::Kind;
using vault::Version;

constexpr std::string_view secretsUserRole = "4633458b-17de-408a-b874-0445c86b69e6";
constexpr std::array<std::string_view, 4> vaultVersions{"7.2", "7.3", "7.4", "7.5"};
constexpr std::size_t mostResults = 25;

const resource::Principal unknownCaller{"", "", "Nobody that is known", "service", false};

Caller gatewayItself()
{
    Caller caller;
    caller.principal = {"gateway", "gatehouse", "The local gateway", "service", false};
    caller.isGateway = true;
    return caller;
}

http::Response vaultError(int status, std::string_view code, std::string_view message, std::string_view inner = {})
{
    json::object error{{"code", code}, {"message", message}};
    if (!inner.empty())
        error["innererror"] = json::object{{"code", inner}};
    return jsonResponse(status, json::object{{"error", std::move(error)}});
}

http::Response vaultAnswer(const json::object &body)
{
    auto response = jsonResponse(200, body);
    response.head.headers.set("Cache-Control", "no-store");
    return response;
}

std::string_view nounOf(Kind kind)
{
    return kind == Kind::Secret ? "Secret" : "Certificate";
}
std::string_view collectionOf(Kind kind)
{
    return kind == Kind::Secret ? "secrets" : "certificates";
}

json::object itemOf(const ArmRequest &request, Kind kind, const Version &version, bool withVersion)
{
    return kind == Kind::Secret ? vault::secretJson(request.origin, version, withVersion, nullptr) : vault::certificateItemJson(request.origin, version, withVersion);
}

json::object bundleOf(const ArmRequest &request, Kind kind, const Version &version)
{
    return kind == Kind::Secret ? vault::secretJson(request.origin, version, true, nullptr) : vault::certificateJson(request.origin, version);
}

struct Cursor
{
    std::string from;
    std::size_t count = mostResults;
};

//! maxresults and $skiptoken.
Result<Cursor> cursorOf(const ArmRequest &request)
{
    Cursor cursor;
    if (const auto most = request.queryValue("maxresults")) {
        const auto count = toInteger(*most);
        if (!count || *count < 1 || *count > static_cast<long long>(mostResults))
            return fail(ErrorKind::Invalid, "vault.body", {{"reason", "maxresults is not between 1 and 25."}});
        cursor.count = static_cast<std::size_t>(*count);
    }
    if (const auto token = request.queryValue("$skiptoken")) {
        auto from = token->size() <= 512 ? crypto::decodeBase64(*token, crypto::Base64Form::Url) : std::nullopt;
        if (!from || !isUtf8(*from))
            return fail(ErrorKind::Invalid, "vault.body", {{"reason", "The $skiptoken is not one that this vault gave."}});
        cursor.from = std::move(*from);
    }
    return cursor;
}

http::Response pageAnswer(const ArmRequest &request, json::array items, const std::string &next, std::size_t count)
{
    json::value link = nullptr;
    if (!next.empty())
        link = request.origin + request.path + "?api-version=" + request.queryValue("api-version").value_or("7.5") + "&$skiptoken=" + crypto::base64Url(next)
            + "&maxresults=" + std::to_string(count);
    return vaultAnswer({{"value", std::move(items)}, {"nextLink", std::move(link)}});
}

json::object recordedVersion(const Version &version)
{
    json::object body{{"version", version.version}, {"enabled", version.attributes.enabled}};
    if (version.attributes.notBefore)
        body["notBefore"] = toIso(*version.attributes.notBefore);
    if (version.attributes.expires)
        body["expires"] = toIso(*version.attributes.expires);
    if (!version.contentType.empty())
        body["contentType"] = version.contentType;
    if (version.isCertificate())
        body["thumbprint"] = crypto::toHex(crypto::sha1(version.certificate));
    return body;
}

std::string codeIn(const http::Response &response)
{
    const auto body = parseJson(response.body);
    const auto *error = body ? member(*body, "error") : nullptr;
    return error && error->is_object() ? std::string{stringMember(error->get_object(), "code")} : std::string{};
}

} // namespace

std::string vaultId(const resource::ServiceScope &scope)
{
    return "/subscriptions/" + scope.subscriptionId + "/resourceGroups/" + scope.resourceGroup + "/providers/Microsoft.KeyVault/vaults/" + scope.serviceName;
}

VaultApplication::~VaultApplication()
{
    for (auto &record : m_denials.rest())
        m_parts.store.record(std::move(record));
}

Result<std::optional<Caller>> VaultApplication::knownCaller(const ArmRequest &request, std::string &token) const
{
    auto presented = presentedToken(request.headers, m_parts.token);
    if (!presented)
        return tl::unexpected(std::move(presented.error()));
    if (presented->isLocalOwner)
        return localOwner();
    if (!m_parts.gatewayToken.empty() && crypto::equalSecrets(presented->token, m_parts.gatewayToken.reveal()))
        return gatewayItself();
    token = std::move(presented->token);
    return std::optional<Caller>{};
}

tl::expected<VaultApplication::Admitted, http::Response> VaultApplication::admit(const ArmRequest &request, Result<Caller> caller)
{
    for (auto &record : m_denials.due(m_parts.clock.utc()))
        m_parts.store.record(std::move(record));
    if (!caller)
        return tl::unexpected(unauthenticated(request, caller.error()));
    const auto version = request.queryValue("api-version");
    if (!version)
        return tl::unexpected(vaultError(400, "BadParameter", "api-version must be specified"));
    if (std::ranges::find(vaultVersions, *version) == vaultVersions.end())
        return tl::unexpected(vaultError(400, "BadParameter",
                                         "The specified version (" + excerpt(*version, 32) + ") is not recognized. Consider using the latest supported version (7.5)."));
    auto route = parseVaultRoute(request.method, request.path);
    if (!route)
        return tl::unexpected(failed({}, route.error()));
    const auto object = route->object();
    const auto scope = vaultId(m_parts.scope) + (object.empty() ? "" : "/" + object);
    Rights rights(*caller, *m_parts.store.current(), m_parts.clock.utc());
    if (caller->isGateway)
        rights.grant(vaultId(m_parts.scope), *findRole(secretsUserRole));
    if (!authorize(rights, route->dataAction, scope, Plane::Data))
        return tl::unexpected(forbidden(request, *caller, *route, scope));
    return Admitted{std::move(*route), std::move(*caller)};
}

http::Response VaultApplication::unauthenticated(const ArmRequest &request, const Error &error)
{
    if (error.kind == ErrorKind::Unavailable)
        return vaultError(503, "ServiceUnavailable", "The keys of the sign-in issuer can't be had now.");
    auto response = error.code == "auth.missing"
        ? vaultError(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.")
        : vaultError(401, "Unauthorized", "AKV10032: The token is not one that this vault takes: " + excerpt(error.code.substr(error.code.find('.') + 1), 64) + ".");
    // Each client asks without a token first, to hear where tokens come from: that is nothing to record.
    if (error.code != "auth.missing") {
        const auto route = parseVaultRoute(request.method, request.path);
        recordDenial(request, unknownCaller, route.value_or(VaultRoute{}), response);
    }
    response.head.headers.add("WWW-Authenticate", vault::challengeHeader(m_parts.challenge));
    return response;
}

http::Response VaultApplication::forbidden(const ArmRequest &request, const Caller &caller, const VaultRoute &route, const std::string &scope)
{
    std::string message = "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, "
                          "please observe propagation time.\r\nCaller: oid="
        + excerpt(caller.objectId) + ";iss=" + excerpt(caller.principal.issuer) + "\r\nAction: '" + std::string{route.dataAction} + "'\r\nResource: '" + scope
        + "'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null\r\nVault: " + m_parts.scope.serviceName + "\r\n";
    if (caller.groupsUnknown)
        message += "The token does not carry the caller's groups, since there are too many of them: roles that were assigned to groups did not count.\r\n";
    auto response = vaultError(403, "Forbidden", message, "ForbiddenByRbac");
    recordDenial(request, caller.principal, route, response);
    return response;
}

http::Response VaultApplication::refuse(const ArmRequest &request, int status, std::string_view code, const std::string &message)
{
    auto response = vaultError(status, code, message);
    recordDenial(request, unknownCaller, parseVaultRoute(request.method, request.path).value_or(VaultRoute{}), response);
    return response;
}

http::Response VaultApplication::failed(const VaultRoute &route, const Error &error)
{
    const auto noun = std::string{nounOf(route.kind)};
    const auto name = excerpt(error.arg("name"));
    if (error.code == "vault.noSuchPath")
        return vaultError(404, "NotFound", "The vault has nothing of that kind.");
    if (error.code == "vault.method")
        return vaultError(405, "MethodNotAllowed", "The vault does not support the method '" + excerpt(error.arg("method"), 16) + "' there.");
    if (error.code == "vault.badName")
        return vaultError(400, "BadParameter", "The name has to have 1 to 127 letters, digits and hyphens.");
    if (error.code == "vault.badVersion")
        return vaultError(400, "BadParameter", "The version is not one: it has 32 hexadecimal digits.");
    if (error.code == "vault.body")
        return vaultError(400, "BadParameter", error.arg("reason"));
    if (error.code == "vault.notFound")
        return vaultError(404, noun + "NotFound", "A " + toLower(noun) + " with (name/id) " + name + " was not found in this key vault. If you recently deleted this "
                              + toLower(noun) + " you may be able to recover it using the correct recovery command.");
    if (error.code == "vault.notDeleted")
        return vaultError(404, noun + "NotFound", "Deleted " + noun + " not found: " + name);
    if (error.code == "vault.deleted")
        return vaultError(409, "Conflict", noun + " " + name + " is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the "
                              + toLower(noun) + " can only be recovered or purged.", "ObjectIsDeletedButRecoverable");
    if (error.code == "vault.otherKind")
        return vaultError(409, "Conflict", "The name " + name + " is in use by a " + (route.kind == Kind::Secret ? "certificate" : "secret") + ".");
    if (error.code == "vault.managed")
        return vaultError(403, "Forbidden", "The secret " + name + " belongs to a certificate and changes with it alone.", "OperationNotAllowedOnManagedSecret");
    if (error.code == "vault.disabled")
        return vaultError(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
    m_parts.logger.error("the vault failed: {}", error.debugText());
    if (error.kind == ErrorKind::Unavailable && error.code != "vault.otherKey")
        return vaultError(503, "ServiceUnavailable", "The vault can't be read or written now.");
    return vaultError(500, "InternalServerError", error.code == "vault.otherKey" ? "The value was sealed by another key than the one in the data directory." : "The vault failed.");
}

resource::ChangeRecord VaultApplication::recordOf(const ArmRequest &request, const resource::Principal &principal, std::string_view action,
                                                  const std::string &object) const
{
    resource::ChangeRecord record;
    record.time = m_parts.clock.utc();
    record.principal = principal;
    record.action = action;
    record.resourceId = "providers/Microsoft.KeyVault/vaults/" + m_parts.scope.serviceName + (object.empty() ? "" : "/" + object);
    record.requestId = request.requestId;
    record.correlationId = request.correlationId;
    record.clientAddress = request.clientAddress;
    record.userAgent = request.userAgent;
    return record;
}

void VaultApplication::recordDenial(const ArmRequest &request, const resource::Principal &principal, const VaultRoute &route, const http::Response &response)
{
    auto record = recordOf(request, principal, "denied", route.object());
    record.status = response.head.status;
    record.outcome = "refused";
    record.errorCode = codeIn(response);
    if (!route.dataAction.empty())
        record.after = json::object{{"action", route.dataAction}};
    for (auto &one : m_denials.take(std::move(record)))
        m_parts.store.record(std::move(one));
}

vault::Vault::Record VaultApplication::recorder(const ArmRequest &request, const Admitted &admitted)
{
    return [this, &request, &admitted](const Version &version) -> Status {
        auto record = recordOf(request, admitted.caller.principal, admitted.route.recordedAs, admitted.route.object());
        record.outcome = "succeeded";
        record.status = 200;
        record.after = recordedVersion(version);
        return m_parts.store.record(std::move(record)).get();
    };
}

http::Response VaultApplication::answer(const ArmRequest &request, const Admitted &admitted)
{
    auto done = run(request, admitted);
    if (done)
        return std::move(*done);
    auto response = failed(admitted.route, done.error());
    if (!admitted.route.recordedAs.empty()) {
        auto record = recordOf(request, admitted.caller.principal, admitted.route.recordedAs, admitted.route.object());
        record.status = response.head.status;
        record.outcome = record.status >= 500 ? "failed" : "refused";
        record.errorCode = codeIn(response);
        m_parts.store.record(std::move(record));
    }
    return response;
}

Result<http::Response> VaultApplication::run(const ArmRequest &request, const Admitted &admitted)
{
    const auto &route = admitted.route;
    auto &vault = m_parts.vault;
    switch (route.call) {
    case VaultCall::ListSecrets:
    case VaultCall::ListCertificates:
    case VaultCall::ListSecretVersions:
    case VaultCall::ListCertificateVersions:
        return list(request, route);
    case VaultCall::ListDeletedSecrets:
    case VaultCall::ListDeletedCertificates:
        return listDeleted(request, route);
    case VaultCall::GetSecret:
        return getSecret(request, admitted);
    case VaultCall::SetSecret:
        return add(request, admitted, vault::readNewSecret(request.body));
    case VaultCall::ImportCertificate:
        return add(request, admitted, vault::readCertificateImport(request.body));
    case VaultCall::CreateCertificate: {
        auto wanted = vault::readCertificateCreation(request.body, m_parts.clock.utc());
        if (!wanted)
            return tl::unexpected(wanted.error());
        return vault.add(route.name, std::move(*wanted), recorder(request, admitted)).map([&](const Version &version) {
            auto accepted = vaultAnswer(vault::operationJson(request.origin, version));
            accepted.head.status = 202;
            return accepted;
        });
    }
    case VaultCall::GetCertificateOperation:
        return vault.find(Kind::Certificate, route.name, {}).map([&](const Version &version) { return vaultAnswer(vault::operationJson(request.origin, version)); });
    case VaultCall::UpdateSecret:
    case VaultCall::UpdateCertificate:
        return change(request, admitted);
    case VaultCall::GetCertificate:
        return vault.find(Kind::Certificate, route.name, route.version).map([&](const Version &version) {
            return vaultAnswer(vault::certificateJson(request.origin, version));
        });
    case VaultCall::GetCertificatePolicy:
        return vault.find(Kind::Certificate, route.name, {}).map([&](const Version &version) { return vaultAnswer(vault::policyJson(request.origin, version)); });
    case VaultCall::DeleteSecret:
    case VaultCall::DeleteCertificate:
    case VaultCall::GetDeletedSecret:
    case VaultCall::GetDeletedCertificate: {
        const bool isGet = request.method == "GET";
        return (isGet ? vault.findDeleted(route.kind, route.name) : vault.remove(route.kind, route.name, recorder(request, admitted)))
            .map([&](const vault::Deleted &deleted) {
                return vaultAnswer(vault::deletedJson(bundleOf(request, route.kind, deleted.version), request.origin, collectionOf(route.kind), deleted));
            });
    }
    case VaultCall::RecoverSecret:
    case VaultCall::RecoverCertificate:
        return vault.recover(route.kind, route.name, recorder(request, admitted)).map([&](const Version &version) {
            return vaultAnswer(bundleOf(request, route.kind, version));
        });
    case VaultCall::PurgeSecret:
    case VaultCall::PurgeCertificate:
        return vault.purge(route.kind, route.name, recorder(request, admitted)).map([] {
            http::Response gone;
            gone.head.status = 204;
            return gone;
        });
    }
    return fail(ErrorKind::Internal, "vault.noSuchPath");
}

Result<http::Response> VaultApplication::list(const ArmRequest &request, const VaultRoute &route)
{
    const auto cursor = cursorOf(request);
    if (!cursor)
        return tl::unexpected(cursor.error());
    const bool ofOne = !route.name.empty();
    const auto page = ofOne ? m_parts.vault.versions(route.kind, route.name, cursor->from, cursor->count) : m_parts.vault.list(route.kind, cursor->from, cursor->count);
    if (!page)
        return tl::unexpected(page.error());
    json::array items;
    for (const auto &version : page->items)
        items.push_back(itemOf(request, route.kind, version, ofOne));
    return pageAnswer(request, std::move(items), page->next, cursor->count);
}

Result<http::Response> VaultApplication::listDeleted(const ArmRequest &request, const VaultRoute &route)
{
    const auto cursor = cursorOf(request);
    if (!cursor)
        return tl::unexpected(cursor.error());
    const auto page = m_parts.vault.listDeleted(route.kind, cursor->from, cursor->count);
    if (!page)
        return tl::unexpected(page.error());
    json::array items;
    for (const auto &deleted : page->items)
        items.push_back(vault::deletedJson(itemOf(request, route.kind, deleted.version, false), request.origin, collectionOf(route.kind), deleted));
    return pageAnswer(request, std::move(items), page->next, cursor->count);
}

Result<http::Response> VaultApplication::getSecret(const ArmRequest &request, const Admitted &admitted)
{
    const auto &route = admitted.route;
    const auto version = m_parts.vault.find(Kind::Secret, route.name, route.version);
    if (!version)
        return tl::unexpected(version.error());
    if (!version->attributes.enabled)
        return fail(ErrorKind::Forbidden, "vault.disabled", {{"name", version->name}});
    const auto value = m_parts.vault.reveal(*version);
    if (!value)
        return tl::unexpected(value.error());
    if (auto recorded = recorder(request, admitted)(*version); !recorded)
        return tl::unexpected(recorded.error());
    return vaultAnswer(vault::secretJson(request.origin, *version, true, &*value));
}

Result<http::Response> VaultApplication::add(const ArmRequest &request, const Admitted &admitted, Result<vault::NewVersion> wanted)
{
    if (!wanted)
        return tl::unexpected(wanted.error());
    const SecretString value = admitted.route.kind == Kind::Secret ? wanted->value : SecretString{};
    const auto made = m_parts.vault.add(admitted.route.name, std::move(*wanted), recorder(request, admitted));
    if (!made)
        return tl::unexpected(made.error());
    return vaultAnswer(admitted.route.kind == Kind::Secret ? vault::secretJson(request.origin, *made, true, &value) : vault::certificateJson(request.origin, *made));
}

Result<http::Response> VaultApplication::change(const ArmRequest &request, const Admitted &admitted)
{
    auto wanted = vault::readChange(request.body);
    if (!wanted)
        return tl::unexpected(wanted.error());
    const auto &route = admitted.route;
    if (route.kind == Kind::Certificate)
        wanted->contentType.reset(); // its policy's
    const auto changed = m_parts.vault.change(route.kind, route.name, route.version, *wanted, recorder(request, admitted));
    if (!changed)
        return tl::unexpected(changed.error());
    return vaultAnswer(bundleOf(request, route.kind, *changed));
}

} // namespace gatehouse::management

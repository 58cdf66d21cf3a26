// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/wire.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/certificate_export.h"
#include "core/crypto/certificate_maker.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"
#include "core/vault/identifier.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

constexpr std::size_t longestTag = 256;
constexpr std::size_t longestContentType = 255;
constexpr std::size_t longestAnswer = 1U << 20;
constexpr long long latestTime = 253'402'300'799; // the year 9999
constexpr std::string_view pkcs12Type = "application/x-pkcs12";
constexpr std::string_view pemType = "application/x-pem-file";

tl::unexpected<Error> unreadableBody(std::string reason)
{
    return fail(ErrorKind::Invalid, "vault.body", {{"reason", std::move(reason)}});
}

Result<json::object> bodyOf(std::string_view body)
{
    auto parsed = parseJson(body, {mostBodyBytes, 16});
    if (!parsed)
        return unreadableBody(parsed.error().code == "json.tooLarge" ? "The body is too large." : "The body is not valid JSON.");
    if (!parsed->is_object())
        return unreadableBody("The body is no JSON object.");
    return std::move(parsed->get_object());
}

//! Absent and null are one.
const json::value *given(const json::object &object, std::string_view name)
{
    const auto *found = member(object, name);
    return found && !found->is_null() ? found : nullptr;
}

Result<std::optional<std::string>> textOf(const json::object &object, std::string_view name, std::size_t limit)
{
    const auto *found = given(object, name);
    if (!found)
        return std::optional<std::string>{};
    if (!found->is_string() || found->get_string().size() > limit)
        return unreadableBody("Property '" + std::string{name} + "' is no text of at most " + std::to_string(limit) + " bytes.");
    return std::optional(std::string{found->get_string()});
}

Result<std::optional<UtcTime>> timeOf(const json::object &object, std::string_view name)
{
    const auto *found = given(object, name);
    if (!found)
        return std::optional<UtcTime>{};
    const auto seconds = intMember(object, name);
    if (!seconds || *seconds < 0 || *seconds > latestTime)
        return unreadableBody("Attribute '" + std::string{name} + "' is no time in seconds.");
    return std::optional(UtcTime{std::chrono::seconds{*seconds}});
}

Status readAttributes(const json::object &body, VersionChange &change)
{
    const auto *found = given(body, "attributes");
    if (!found)
        return {};
    if (!found->is_object())
        return unreadableBody("Property 'attributes' is no object.");
    const auto &attributes = found->get_object();
    if (const auto *enabled = given(attributes, "enabled")) {
        if (!enabled->is_bool())
            return unreadableBody("Attribute 'enabled' is neither true nor false.");
        change.enabled = enabled->get_bool();
    }
    auto notBefore = timeOf(attributes, "nbf");
    auto expires = timeOf(attributes, "exp");
    if (!notBefore || !expires)
        return tl::unexpected(notBefore ? expires.error() : notBefore.error());
    change.notBefore = *notBefore;
    change.expires = *expires;
    if (change.notBefore && change.expires && *change.expires <= *change.notBefore)
        return unreadableBody("Attribute 'exp' is not later than 'nbf'.");
    return {};
}

Status readTags(const json::object &body, VersionChange &change)
{
    const auto *found = given(body, "tags");
    if (!found)
        return {};
    const auto *tags = found->if_object();
    const bool fits = tags && tags->size() <= mostTags && std::ranges::all_of(*tags, [](const auto &tag) {
        return tag.key().size() <= longestTag && tag.value().is_string() && tag.value().get_string().size() <= longestTag;
    });
    if (!fits)
        return unreadableBody("Property 'tags' is no object of at most 15 texts of 256 bytes.");
    change.tags = *tags;
    return {};
}

Result<VersionChange> changeOf(const json::object &body)
{
    VersionChange change;
    if (auto read = readAttributes(body, change); !read)
        return tl::unexpected(read.error());
    if (auto read = readTags(body, change); !read)
        return tl::unexpected(read.error());
    auto type = textOf(body, "contentType", longestContentType);
    if (!type)
        return tl::unexpected(type.error());
    change.contentType = std::move(*type);
    return change;
}

NewVersion versionOf(VersionChange change)
{
    NewVersion version;
    version.attributes = {change.enabled.value_or(true), change.notBefore, change.expires};
    version.contentType = change.contentType.value_or("");
    version.tags = std::move(change.tags).value_or(json::object{});
    return version;
}

std::int64_t secondsOf(UtcTime time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

json::object attributesJson(const Version &version)
{
    json::object attributes{{"enabled", version.attributes.enabled}};
    if (version.attributes.notBefore)
        attributes["nbf"] = secondsOf(*version.attributes.notBefore);
    if (version.attributes.expires)
        attributes["exp"] = secondsOf(*version.attributes.expires);
    attributes["created"] = secondsOf(version.created);
    attributes["updated"] = secondsOf(version.updated);
    attributes["recoveryLevel"] = "Recoverable+Purgeable";
    attributes["recoverableDays"] = Vault::retention.count();
    return attributes;
}

json::object keyProperties(EVP_PKEY *key, bool exportable)
{
    json::object properties{{"exportable", exportable}, {"reuse_key", false}};
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
        char curve[64] = {};
        std::size_t size = 0;
        EVP_PKEY_get_utf8_string_param(key, "group", curve, sizeof curve, &size);
        const std::string_view name(curve, size);
        properties["kty"] = "EC";
        properties["crv"] = name == "prime256v1" ? "P-256" : name == "secp384r1" ? "P-384" : name == "secp521r1" ? "P-521" : std::string{name};
    } else {
        properties["kty"] = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? "RSA" : "oct";
        properties["key_size"] = EVP_PKEY_get_bits(key);
    }
    return properties;
}

json::array textsJson(const std::vector<std::string> &texts)
{
    json::array array;
    for (const auto &text : texts)
        array.emplace_back(text);
    return array;
}

json::object certificatePolicy(const crypto::CertificateFile &file, std::string_view contentType)
{
    const auto *certificate = file.certificate.get();
    const auto names = crypto::alternativeNamesOf(certificate);
    json::object x509{{"subject", crypto::distinguishedName(X509_get_subject_name(certificate))}};
    if (!names.dns.empty() || !names.emails.empty())
        x509["sans"] = json::object{{"dns_names", textsJson(names.dns)}, {"emails", textsJson(names.emails)}};
    const auto from = crypto::notBefore(certificate);
    const auto end = crypto::notAfter(certificate);
    if (from && end)
        x509["validity_months"] = std::max<std::int64_t>(1, std::chrono::round<std::chrono::months>(*end - *from).count());
    return {{"key_props", keyProperties(file.key.get(), true)},
            {"secret_props", json::object{{"contentType", contentType}}},
            {"x509_props", std::move(x509)},
            {"issuer", json::object{{"name", "Unknown"}}}};
}

//! What the policy of an import asks for, or what came.
Result<std::string> importedType(const json::object &body, bool isPem)
{
    const auto *policy = given(body, "policy");
    const auto *properties = policy && policy->is_object() ? given(policy->get_object(), "secret_props") : nullptr;
    const auto wanted = properties && properties->is_object() ? stringMember(properties->get_object(), "contentType") : std::string_view{};
    if (wanted.empty())
        return std::string{isPem ? pemType : pkcs12Type};
    if (!equalsIgnoreCase(wanted, pemType) && !equalsIgnoreCase(wanted, pkcs12Type))
        return unreadableBody("The policy's contentType is neither application/x-pkcs12 nor application/x-pem-file.");
    return toLower(wanted);
}

Result<SecretString> secretOf(const crypto::CertificateFile &file, std::string_view type)
{
    if (type == pemType)
        return crypto::pemOf(file);
    const auto archive = crypto::pkcs12Of(file);
    return archive ? Result<SecretString>(SecretString{crypto::base64(archive->reveal())}) : archive;
}

const json::object *objectIn(const json::object &object, std::string_view name)
{
    const auto *found = given(object, name);
    return found ? found->if_object() : nullptr;
}

Result<crypto::CertificateWish> wishOf(const json::object &policy)
{
    const auto *issuer = objectIn(policy, "issuer");
    if (!issuer || !equalsIgnoreCase(stringMember(*issuer, "name"), "Self"))
        return unreadableBody("This vault makes self-signed certificates alone: the policy's issuer has to be Self.");
    crypto::CertificateWish wish;
    if (const auto *key = objectIn(policy, "key_props")) {
        wish.keyType = stringMember(*key, "kty", "RSA");
        wish.keySize = static_cast<int>(std::clamp<long long>(intMember(*key, "key_size").value_or(2048), 0, 65536));
        wish.curve = stringMember(*key, "crv", "P-256");
        if (!boolMember(*key, "exportable", true))
            return unreadableBody("This vault keeps no key that can't be exported.");
    }
    const auto *x509 = objectIn(policy, "x509_props");
    if (!x509)
        return unreadableBody("The policy has no x509_props.");
    wish.subject = stringMember(*x509, "subject");
    wish.months = static_cast<int>(std::clamp<long long>(intMember(*x509, "validity_months").value_or(12), 0, 1000));
    const auto *names = objectIn(*x509, "sans");
    const auto *dns = names ? given(*names, "dns_names") : nullptr;
    for (const auto &name : dns && dns->is_array() ? dns->get_array() : json::array()) {
        if (!name.is_string())
            return unreadableBody("A DNS name of the policy is no text.");
        wish.dnsNames.emplace_back(name.get_string());
    }
    return wish;
}

//! With the secret that goes with it.
Result<NewVersion> versionOfCertificate(const crypto::CertificateFile &file, const std::string &type, VersionChange change)
{
    auto secret = secretOf(file, type);
    if (!secret || secret->reveal().size() > mostValueBytes)
        return unreadableBody("The certificate with its key is longer than 25 KB or can't be written.");
    auto version = versionOf(std::move(change));
    version.contentType = type;
    version.value = std::move(*secret);
    version.certificate = crypto::derOf(file.certificate.get());
    version.policy = certificatePolicy(file, type);
    if (const auto end = crypto::notAfter(file.certificate.get()))
        version.attributes.expires = *end;
    if (const auto from = crypto::notBefore(file.certificate.get()))
        version.attributes.notBefore = *from;
    return version;
}

} // namespace

Result<NewVersion> readNewSecret(std::string_view body)
{
    const auto object = bodyOf(body);
    if (!object)
        return tl::unexpected(object.error());
    const auto *value = given(*object, "value");
    if (!value || !value->is_string())
        return unreadableBody("Property 'value' is required and must be a text.");
    if (value->get_string().size() > mostValueBytes)
        return unreadableBody("The secret's value is longer than 25 KB.");
    auto change = changeOf(*object);
    if (!change)
        return tl::unexpected(change.error());
    auto version = versionOf(std::move(*change));
    version.value = SecretString{std::string{value->get_string()}};
    return version;
}

Result<VersionChange> readChange(std::string_view body)
{
    const auto object = bodyOf(body);
    return object ? changeOf(*object) : tl::unexpected(object.error());
}

Result<NewVersion> readCertificateImport(std::string_view body)
{
    const auto object = bodyOf(body);
    if (!object)
        return tl::unexpected(object.error());
    const auto *value = given(*object, "value");
    if (!value || !value->is_string())
        return unreadableBody("Property 'value' is required and must be a text.");
    const auto password = textOf(*object, "pwd", 1024);
    auto change = changeOf(*object);
    if (!password || !change)
        return tl::unexpected(password ? change.error() : password.error());
    const std::string_view text = value->get_string();
    const bool isPem = text.find("-----BEGIN") != std::string_view::npos;
    const auto bytes = isPem ? std::optional(std::string{text}) : crypto::decodeBase64(trim(text), crypto::Base64Form::Standard);
    const auto file = bytes ? crypto::readCertificateFile(*bytes, password->value_or("")) : Result<crypto::CertificateFile>(fail(ErrorKind::Invalid, "certificate.invalid"));
    if (!file)
        return unreadableBody("The specified PKCS#12 or PEM content can't be read: check it and its password.");
    if (!file->key)
        return unreadableBody("The certificate content has no private key.");
    if (X509_check_private_key(file->certificate.get(), file->key.get()) != 1)
        return unreadableBody("The private key is not the certificate's.");
    const auto type = importedType(*object, isPem);
    if (!type)
        return tl::unexpected(type.error());
    return versionOfCertificate(*file, *type, std::move(*change));
}

Result<NewVersion> readCertificateCreation(std::string_view body, UtcTime now)
{
    const auto object = bodyOf(body);
    if (!object)
        return tl::unexpected(object.error());
    const auto *policy = objectIn(*object, "policy");
    if (!policy)
        return unreadableBody("Property 'policy' is required.");
    auto change = changeOf(*object);
    const auto wish = wishOf(*policy);
    const auto type = importedType(*object, false);
    if (!change || !wish || !type)
        return tl::unexpected(!change ? change.error() : !wish ? wish.error() : type.error());
    const auto file = crypto::makeCertificate(*wish, now);
    if (!file)
        return file.error().kind == ErrorKind::Invalid ? unreadableBody("The policy can't be followed: " + std::string{file.error().arg("reason")} + ".")
                                                       : tl::unexpected(file.error());
    auto version = versionOfCertificate(*file, *type, std::move(*change));
    if (version)
        version->policy["issuer"] = json::object{{"name", "Self"}};
    return version;
}

json::object operationJson(std::string_view origin, const Version &version)
{
    const auto target = objectId(origin, "certificates", version, false);
    return {{"id", target + "/pending"}, {"issuer", json::object{{"name", "Self"}}}, {"csr", ""}, {"cancellation_requested", false},
            {"status", "completed"}, {"target", target}, {"request_id", version.version}};
}

std::string objectId(std::string_view origin, std::string_view collection, const Version &version, bool withVersion)
{
    return std::string{origin} + "/" + std::string{collection} + "/" + version.name + (withVersion ? "/" + version.version : "");
}

json::object secretJson(std::string_view origin, const Version &version, bool withVersion, const SecretString *value)
{
    json::object body;
    if (value)
        body["value"] = value->reveal();
    if (!version.contentType.empty())
        body["contentType"] = version.contentType;
    body["id"] = objectId(origin, "secrets", version, withVersion);
    if (version.isCertificate()) {
        body["managed"] = true;
        if (withVersion)
            body["kid"] = objectId(origin, "keys", version, true);
    }
    body["attributes"] = attributesJson(version);
    if (!version.tags.empty())
        body["tags"] = version.tags;
    return body;
}

json::object certificateItemJson(std::string_view origin, const Version &version, bool withVersion)
{
    json::object body{{"id", objectId(origin, "certificates", version, withVersion)},
                      {"x5t", crypto::base64Url(crypto::sha1(version.certificate))},
                      {"attributes", attributesJson(version)}};
    if (!version.tags.empty())
        body["tags"] = version.tags;
    return body;
}

json::object policyJson(std::string_view origin, const Version &version)
{
    auto policy = version.policy;
    policy["id"] = objectId(origin, "certificates", version, false) + "/policy";
    policy["attributes"] = json::object{{"enabled", true}, {"created", secondsOf(version.created)}, {"updated", secondsOf(version.created)}};
    return policy;
}

json::object certificateJson(std::string_view origin, const Version &version)
{
    auto body = certificateItemJson(origin, version, true);
    body["kid"] = objectId(origin, "keys", version, true);
    body["sid"] = objectId(origin, "secrets", version, true);
    body["cer"] = crypto::base64(version.certificate);
    body["policy"] = policyJson(origin, version);
    return body;
}

json::object deletedJson(json::object body, std::string_view origin, std::string_view collection, const Deleted &deleted)
{
    body["recoveryId"] = std::string{origin} + "/deleted" + std::string{collection} + "/" + deleted.version.name;
    body["deletedDate"] = secondsOf(deleted.deleted);
    body["scheduledPurgeDate"] = secondsOf(deleted.purge);
    return body;
}

Result<SecretAnswer> readSecretAnswer(std::string_view body)
{
    const auto wrong = [](const char *reason) { return fail(ErrorKind::Invalid, "vault.answer", {{"reason", reason}}); };
    const auto parsed = parseJson(body, {longestAnswer, 16});
    const auto *object = parsed ? parsed->if_object() : nullptr;
    if (!object)
        return wrong("it is no JSON object");
    const auto *value = given(*object, "value");
    if (!value || !value->is_string())
        return wrong("it has no value");
    SecretAnswer answer;
    answer.value = SecretString{std::string{value->get_string()}};
    const auto type = stringMember(*object, "contentType");
    answer.contentType = type.substr(0, longestContentType);
    const auto id = stringMember(*object, "id");
    if (const auto version = id.substr(id.rfind('/') + 1); isVersionName(version))
        answer.version = toLower(version);
    VersionChange attributes;
    if (readAttributes(*object, attributes))
        answer.attributes = {attributes.enabled.value_or(true), attributes.notBefore, attributes.expires};
    return answer;
}

std::string readErrorCode(std::string_view body)
{
    const auto parsed = parseJson(body, {longestAnswer, 16});
    const auto *error = parsed ? member(*parsed, "error") : nullptr;
    if (!error || !error->is_object())
        return {};
    const auto clean = [](std::string_view code) {
        std::string text;
        for (const char c : code.substr(0, 64))
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-')
                text += c;
        return text;
    };
    auto code = clean(stringMember(error->get_object(), "code"));
    const auto *inner = member(error->get_object(), "innererror");
    if (const auto more = inner && inner->is_object() ? clean(stringMember(inner->get_object(), "code")) : std::string{}; !more.empty())
        code += "/" + more;
    return code;
}

} // namespace gatehouse::vault

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/backend_certificate.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/expression/objects.h"
#include "core/policy/exchange_context.h"
#include "core/policy/steps.h"

#include <cctype>
#include <mutex>

namespace gatehouse::policy {

namespace {

//! Thumbprints are copied from dialogs with colons, spaces and invisible marks.
std::string digitsOf(std::string_view thumbprint)
{
    std::string digits;
    for (const char c : thumbprint)
        if (std::isxdigit(static_cast<unsigned char>(c)))
            digits += c;
    return toLower(digits);
}

std::string bytesOfBody(const Variable &value)
{
    if (const auto *object = std::get_if<std::shared_ptr<VariableObject>>(&value))
        if (const auto *held = dynamic_cast<const ExpressionVariable *>(object->get()))
            if (const auto *array = held->value.as<expression::ArrayObject>())
                return expression::bytesOf(*array);
    return crypto::decodeBase64(trim(textOf(value)), crypto::Base64Form::Standard).value_or(std::string());
}

CertificatePointer read(const std::string &bytes, const std::string &password)
{
    auto file = crypto::readCertificateFile(bytes, password);
    return file ? std::make_shared<const crypto::CertificateFile>(std::move(*file)) : nullptr;
}

LastError notUsable(std::string message)
{
    LastError error;
    error.status = 500;
    error.reason = "CertificateNotFound";
    error.message = std::move(message);
    return error;
}

} // namespace

CertificatePointer certificateByThumbprint(const Bindings &bindings, std::string_view thumbprint)
{
    const auto wanted = digitsOf(thumbprint);
    CertificatePointer found;
    for (const auto &[id, file] : bindings.certificates) {
        const bool better = !found || (!found->key && file->key); // it may be there once more without its key
        if (better && crypto::toHex(crypto::thumbprintOf(file->certificate.get())) == wanted)
            found = file;
    }
    return found;
}

CertificatePointer certificateById(const Bindings &bindings, std::string_view id)
{
    const auto found = bindings.certificates.find(toLower(id));
    return found == bindings.certificates.end() ? nullptr : found->second;
}

//! What the last request read; workers share it.
struct BackendCertificate::LastRead
{
    std::mutex mutex;
    std::string digest; //!< of bytes and password
    CertificatePointer file;
};

BackendCertificate BackendCertificate::compile(Compiler &compiler, NodeId node)
{
    BackendCertificate out;
    const auto optional = [&](const char *name) {
        return compiler.has(node, name) ? std::optional(compiler.attribute(node, name)) : std::nullopt;
    };
    out.m_thumbprint = optional("thumbprint");
    out.m_id = optional("certificate-id");
    out.m_body = optional("body");
    out.m_password = compiler.attribute(node, "password");
    if (!out.m_thumbprint && !out.m_id && !out.m_body)
        compiler.invalid(node, "policy.oneOfAttributes", {{"attributes", "thumbprint, certificate-id, body"}});
    const auto &bindings = compiler.bindings();
    if (const auto &name = out.m_thumbprint ? out.m_thumbprint : out.m_id) {
        out.m_isKnown = name->isConstant();
        if (out.m_isKnown) {
            const auto text = textOf(name->constant());
            out.m_known = out.m_thumbprint ? certificateByThumbprint(bindings, text) : certificateById(bindings, text);
        } else {
            Bindings kept;
            kept.certificates = bindings.certificates;
            out.m_certificates = std::make_shared<const Bindings>(std::move(kept));
        }
    } else if (out.m_body && out.m_body->isConstant() && out.m_password.isConstant()) {
        out.m_isKnown = true;
        out.m_known = read(bytesOfBody(out.m_body->constant()), textOf(out.m_password.constant()));
    } else {
        out.m_lastRead = std::make_shared<LastRead>();
    }
    return out;
}

CertificatePointer BackendCertificate::fromBody(const Run &run) const
{
    const auto bytes = bytesOfBody(m_body->variable(run));
    const auto password = m_password.text(run);
    auto digest = crypto::sha256(crypto::sha256(bytes) + password);
    const std::scoped_lock lock(m_lastRead->mutex);
    if (m_lastRead->digest != digest) {
        m_lastRead->file = read(bytes, password);
        m_lastRead->digest = std::move(digest);
    }
    return m_lastRead->file;
}

CertificatePointer BackendCertificate::find(const Run &run) const
{
    if (m_isKnown)
        return m_known;
    if (m_thumbprint)
        return certificateByThumbprint(*m_certificates, m_thumbprint->text(run));
    if (m_id)
        return certificateById(*m_certificates, m_id->text(run));
    return m_body ? fromBody(run) : nullptr;
}

tl::expected<CertificatePointer, LastError> BackendCertificate::of(const Run &run) const
{
    auto file = find(run);
    if (!file)
        return tl::unexpected(notUsable(m_thumbprint || m_id ? "The service has no such certificate." : "body and password are no certificate."));
    if (!file->key)
        return tl::unexpected(notUsable("The certificate has no private key."));
    return file;
}

} // namespace gatehouse::policy

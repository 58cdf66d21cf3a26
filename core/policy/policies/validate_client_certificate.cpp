// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/client_certificate.h"
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::policy {

namespace {

struct Identity
{
    std::vector<std::pair<std::string, ValueSource>> expected; //!< by attribute
};

struct Settings
{
    CertificateChecks checks;
    bool ignoreError = false;
    std::vector<Identity> identities;
    std::shared_ptr<const std::vector<std::shared_ptr<const crypto::CertificateFile>>> anchors;
    std::map<std::string, std::shared_ptr<const crypto::CertificateFile>, std::less<>> issuers; //!< by the id in a policy
};

class ValidateClientCertificateStep final : public Step
{
public:
    explicit ValidateClientCertificateStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto fault = faultOf(run);
        if (fault.empty() || m_settings.ignoreError)
            return StepResult::next();
        LastError error;
        error.reason = run.exchange().clientCertificate ? "ClientCertificateInvalid" : "ClientCertificateNotFound";
        error.message = fault;
        error.status = 403;
        error.wireMessage = "Invalid client certificate";
        return StepResult::fail(std::move(error));
    }

private:
    //! Why it is refused; "" : it is good.
    std::string faultOf(Run &run) const
    {
        const auto &certificate = run.exchange().clientCertificate;
        if (!certificate)
            return "Client certificate is not present.";
        if (auto fault = certificateFault(*certificate, m_settings.checks, *m_settings.anchors, run.services().clock().utc()); !fault.empty())
            return fault;
        const auto matches = [&](const Identity &identity) {
            return std::all_of(identity.expected.begin(), identity.expected.end(), [&](const auto &item) {
                const auto wanted = item.second.text(run);
                if (item.first != "issuer-certificate-id")
                    return certificateHas(*certificate, item.first, wanted);
                const auto issuer = m_settings.issuers.find(toLower(wanted));
                return issuer != m_settings.issuers.end() && isIssuedBy(*certificate, *issuer->second);
            });
        };
        if (m_settings.identities.empty() || std::any_of(m_settings.identities.begin(), m_settings.identities.end(), matches))
            return {};
        return "Client certificate does not match any of the identities.";
    }
    Settings m_settings;
};

} // namespace

void compileValidateClientCertificate(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.checks.revocation = compiler.flag(node, "validate-revocation", true);
    settings.checks.trust = compiler.flag(node, "validate-trust", true);
    settings.checks.notBefore = compiler.flag(node, "validate-not-before", true);
    settings.checks.notAfter = compiler.flag(node, "validate-not-after", true);
    settings.ignoreError = compiler.flag(node, "ignore-error", false);
    settings.anchors = std::make_shared<const std::vector<std::shared_ptr<const crypto::CertificateFile>>>(compiler.bindings().clientAuthorities);
    settings.issuers = compiler.bindings().certificates;
    const auto &document = compiler.document();
    for (const auto list : document.elements(node)) {
        for (const auto item : document.elements(list)) {
            Identity identity;
            for (const auto *name : {"thumbprint", "serial-number", "common-name", "subject", "dns-name", "issuer-subject", "issuer-thumbprint", "issuer-certificate-id"})
                if (compiler.has(item, name))
                    identity.expected.emplace_back(name, compiler.attribute(item, name));
            settings.identities.push_back(std::move(identity));
        }
    }
    compiler.emit(std::make_unique<ValidateClientCertificateStep>(std::move(settings)));
}

} // namespace gatehouse::policy

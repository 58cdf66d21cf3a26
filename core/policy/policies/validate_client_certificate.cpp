// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/identity/state.h"
#include "core/policy/client_certificate.h"
#include "core/policy/compiler.h"
#include "core/policy/identity_wait.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>
#include <variant>

namespace gatehouse::policy {

namespace {

struct Identity
{
    std::vector<std::pair<std::string, ValueSource>> expected; //!< by attribute
};

struct Settings
{
    CertificateChecks checks;
    bool revocation = true;
    bool ignoreError = false;
    std::vector<Identity> identities;
    std::shared_ptr<const CertificateAnchors> anchors;
    std::map<std::string, std::shared_ptr<const crypto::CertificateFile>, std::less<>> issuers; //!< by the id in a policy
};

class ValidateClientCertificateStep final : public Step
{
public:
    ValidateClientCertificateStep(Settings settings, std::uint32_t slot) : m_settings(std::move(settings)), m_slot(slot) { }
    StepResult run(Run &run) const override
    {
        auto fault = faultOf(run);
        if (auto *waiting = std::get_if<StepResult>(&fault))
            return std::move(*waiting);
        run.slot(m_slot) = 0;
        const auto &text = std::get<std::string>(fault);
        if (text.empty() || m_settings.ignoreError)
            return StepResult::next();
        LastError error;
        error.reason = run.exchange().clientCertificate ? "ClientCertificateInvalid" : "ClientCertificateNotFound";
        error.message = text;
        error.status = 403;
        error.wireMessage = "Invalid client certificate";
        return StepResult::fail(std::move(error));
    }

private:
    using Lists = std::vector<identity::RevocationLists::ListPointer>;
    static constexpr std::int64_t maxLoads = 16; //!< of one passage

    //! Why it is refused, "" when it is good; or what to wait for.
    std::variant<std::string, StepResult> faultOf(Run &run) const
    {
        const auto &certificate = run.exchange().clientCertificate;
        if (!certificate)
            return "Client certificate is not present.";
        const auto now = run.services().clock().utc();
        const auto chain = m_settings.checks.trust || m_settings.revocation ? trustedChain(*certificate, *m_settings.anchors) : CertificateChain();
        if (auto fault = certificateFault(*certificate, m_settings.checks, chain, now); !fault.empty())
            return fault;
        if (!isExpected(*certificate, run))
            return "Client certificate does not match any of the identities.";
        if (!m_settings.revocation)
            return std::string();
        // Only who is trusted may say where to ask.
        if (chain.empty())
            return revocationPlaces(certificate->certificate.get()).isNamed
                ? std::string("The revocation of the client certificate can't be checked: it is not trusted.") : std::string();
        Lists lists;
        if (auto waiting = gather(run, chain, lists))
            return std::move(*waiting);
        return revocationFault(chain, lists, now);
    }

    bool isExpected(const crypto::CertificateFile &certificate, const Run &run) const
    {
        const auto matches = [&](const Identity &identity) {
            return std::all_of(identity.expected.begin(), identity.expected.end(), [&](const auto &item) {
                const auto wanted = item.second.text(run);
                if (item.first != "issuer-certificate-id")
                    return certificateHas(certificate, item.first, wanted);
                const auto issuer = m_settings.issuers.find(toLower(wanted));
                return issuer != m_settings.issuers.end() && isIssuedBy(certificate, *issuer->second);
            });
        };
        return m_settings.identities.empty() || std::any_of(m_settings.identities.begin(), m_settings.identities.end(), matches);
    }

    //! One list for each certificate below the authority; or what to wait for.
    std::optional<StepResult> gather(Run &run, const CertificateChain &chain, Lists &lists) const
    {
        for (std::size_t i = 0; i + 1 < chain.size(); ++i)
            for (const auto &url : revocationPlaces(chain[i].get()).lists) {
                if (auto waiting = loadOld(run, url))
                    return waiting;
                // One that is getting old and can't be had anew counts until its own end.
                if (auto list = run.services().identity().revocationLists.latest(url)) {
                    lists.push_back(std::move(list));
                    break;
                }
            }
        return std::nullopt;
    }

    std::optional<StepResult> loadOld(Run &run, const std::string &url) const
    {
        auto &cache = run.services().identity().revocationLists;
        const auto now = run.services().clock().steady();
        if (cache.isFresh(url, now) || run.slot(m_slot) >= maxLoads)
            return std::nullopt;
        auto waiter = cache.load(url, now, run.services().identityIo(), [&run, index = run.index()] { run.complete(StepResult::jump(index)); });
        if (!waiter)
            return std::nullopt;
        ++run.slot(m_slot);
        return StepResult::suspend(identityWait(std::move(waiter)));
    }

    Settings m_settings;
    std::uint32_t m_slot; //!< counts waits of one passage
};

} // namespace

void compileValidateClientCertificate(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.revocation = compiler.flag(node, "validate-revocation", true);
    settings.checks.trust = compiler.flag(node, "validate-trust", true);
    settings.checks.notBefore = compiler.flag(node, "validate-not-before", true);
    settings.checks.notAfter = compiler.flag(node, "validate-not-after", true);
    settings.ignoreError = compiler.flag(node, "ignore-error", false);
    settings.anchors = std::make_shared<const CertificateAnchors>(compiler.bindings().clientAuthorities);
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
    compiler.emit(std::make_unique<ValidateClientCertificateStep>(std::move(settings), compiler.newSlot()));
}

} // namespace gatehouse::policy

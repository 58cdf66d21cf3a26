// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"
#include "core/identity/proof_maker.h"
#include "core/management/private_file.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class ProofVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("proof", "Make a DPoP proof (RFC 9449) for one request");
        command->add_option("METHOD", m_wish.method, "Of the request");
        command->add_option("URL", m_wish.url, "Whole, as the client calls it; query and fragment are left out of htu");
        command->add_option("--key", m_keyFile, "The client's private key (PEM); one is made when there is no file");
        command->add_option("--token-file", m_tokenFile, "The access token that goes with it, in a file, or - for standard input");
        command->add_option("--nonce", m_nonce, "What the server sent in DPoP-Nonce");
        command->add_option("--id", m_wish.id, "jti (default: a fresh one); the same twice is a replay");
        command->add_option("--flaw", m_wish.flaw, "What is to be wrong with it; --flaws lists them");
        command->add_flag("--flaws", m_showFlaws, "List what can be wrong with a proof");
        command->footer("\nNeeds no gateway.\n\nExamples:\n  gatectl token --dpop-key client.pem > token\n"
                        "  gatectl proof GET http://127.0.0.1:8080/orders/1 --key client.pem --token-file token\n"
                        "  gatectl call GET /orders/orders --access-token token --dpop-key client.pem --proof-flaw stale");
        return command;
    }

    int run(const Context &context) override
    {
        if (m_showFlaws)
            return describe(context);
        if (m_wish.method.empty() || m_wish.url.empty() || m_keyFile.empty())
            return usage(context, "METHOD, URL and --key are needed");
        if (!m_tokenFile.empty()) {
            const auto token = readInput(context.console, m_tokenFile);
            if (!token)
                return usage(context, m_tokenFile + " can't be read");
            m_wish.token = trim(*token);
        }
        if (!m_nonce.empty())
            m_wish.nonce = m_nonce;
        const auto key = management::keyFromFile(m_keyFile, "ES256");
        if (!key)
            return context.failed(key.error());
        SystemRandom random;
        const auto proof = identity::makeProof(m_wish, *key, SystemClock().utc(), random);
        if (!proof)
            return context.failed(proof.error());
        context.console.out << *proof << '\n';
        return ExitOk;
    }

private:
    static int usage(const Context &context, const std::string &what)
    {
        context.console.err << "gatectl: " << what << std::endl;
        return ExitUsage;
    }

    static int describe(const Context &context)
    {
        Table table({"FLAW", "WHAT IS WRONG"});
        for (const auto &flaw : identity::proofFlaws())
            table.add({std::string(flaw.name), std::string(flaw.words)});
        table.print(context.console.out);
        return ExitOk;
    }

    identity::ProofWish m_wish;
    std::string m_keyFile, m_tokenFile, m_nonce;
    bool m_showFlaws = false;
};

} // namespace

std::unique_ptr<Verb> makeProofVerb()
{
    return std::make_unique<ProofVerb>();
}

} // namespace gatehouse::gatectl

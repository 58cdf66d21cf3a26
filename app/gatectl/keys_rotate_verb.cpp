// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/keys_rotation.h"
#include "app/gatectl/keys_text.h"
#include "core/base/text.h"
#include "core/remote/key_rotation.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using vault::Rotation;
using vault::RotationRule;
using vault::Rotator;

constexpr std::chrono::seconds pollPause{2};

class KeysRotateVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "keys", "See who uses which subscription key, and rotate keys without an outage");
        auto *command = group->add_subcommand("rotate", "Rotate the keys of a subscription, or go on with a rotation");
        command->add_option("subscription", m_subscription, "Whose keys; without it --due");
        command->add_option("--file", m_files, "Write the new key to this file (mode 600); may stand several times");
        command->add_option("--key-vault", m_keyVault, "Write it to this secret: https://VAULT/secrets/NAME; with --target-token");
        command->add_option("--target-token", m_targetToken, "File (mode 600) with the bearer token of the key vault");
        command->add_option("--webhook", m_webhook, "POST it here as JSON, signed; with --webhook-secret");
        command->add_option("--webhook-secret", m_webhookSecret, "File (mode 600) with what the signature is made with");
        command->add_option("--target-ca-file", m_targetCa, "PEM file of authorities to trust for --key-vault and --webhook");
        command->add_option("--rules", m_rules, "YAML or JSON file of rules instead: which subscriptions, where to, how long, how often");
        command->add_flag("--due", m_due, "Go on with all rotations that run and begin those whose time has come (for cron or a pipeline)");
        command->add_option("--every", m_every, "Rotate again after so long: 90d; --due does it");
        command->add_option("--overlap", m_overlap, "How long both keys hold at most (7d)");
        command->add_option("--quiet", m_quiet, "How long the old key has to be unused to count as given up (1d)");
        command->add_flag("--insist", m_insist, "Keep the old key after the overlap too while it is not proved unused");
        command->add_option("--key", m_key, "Begin with this key, primary or secondary, whatever is known of its use");
        command->add_option("--reason", m_reason, "Why; goes into the audit log with each call");
        command->add_option("--state", m_state, "File (mode 600) that keeps rotations; it holds no key");
        command->add_flag("--cancel", m_cancel, "End the rotation where it stands; nothing is taken back, both keys hold");
        command->add_flag("--wait", m_wait, "Stay until it is over");
        command->footer(
            "\nThe key that nobody uses is made anew and written to where clients read it. When the old key was unused for --quiet (or\n"
            "--overlap is over, with a warning) the old one is made anew too. Run it again to go on: it stops where it has to wait,\n"
            "and goes on after a crash without making a key twice. --dry-run prints what would happen.\n\n"
            "Exit code 0: all was done that can be done now; 1: something failed, and the text says where it stands.\n\n"
            "Examples:\n"
            "  gatectl keys rotate storefront --file /etc/shop/api-key --dry-run\n"
            "  gatectl keys rotate storefront --file /etc/shop/api-key --overlap 7d --every 90d\n"
            "  gatectl keys rotate --due --rules rotations.yaml\n\n"
            "A rule:\n"
            "  rotations:\n"
            "    - subscription: storefront\n"
            "      every: 90d\n"
            "      overlap: 7d\n"
            "      quiet: 1d\n"
            "      targets:\n"
            "        - file: /etc/shop/api-key\n"
            "        - kubernetes: {server: https://10.0.0.1:6443, namespace: shop, secret: api, entry: key,\n"
            "                       tokenFile: /etc/gatehouse/k8s-token, caFile: /etc/gatehouse/k8s-ca.pem}\n"
            "        - {keyVault: https://contoso.vault.azure.net/secrets/shop-key, tokenFile: /etc/gatehouse/vault-token}\n"
            "        - {webhook: https://shop.example/keys, secretFile: /etc/gatehouse/hook-secret}");
        m_connection.addTo(*command);
        m_change.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        if (m_subscription.empty() == !m_due) {
            context.console.err << "gatectl: say a subscription, or --due." << std::endl;
            return ExitUsage;
        }
        auto rules = readRules(context);
        if (!rules)
            return ExitUsage;
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        if (!m_change.dryRun) {
            if (const auto may = remote::mayChange(client->connection(), m_change.confirmation()); !may)
                return context.failed(may.error());
        }
        auto opened = remote::KeyRotation::open(*client, statePath(context), m_change.confirmation(), context.console.stop);
        if (!opened)
            return context.failed(opened.error());
        auto &rotator = (*opened)->rotator();
        const auto all = rotator.all();
        if (!all)
            return context.failed(all.error());
        const int code = m_due ? runDue(context, *client, rotator, *all, *rules) : runOne(context, *client, rotator, *all, *rules);
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(m_results) << '\n';
        return code;
    }

private:
    std::string statePath(const Context &context) const
    {
        return m_state.empty() ? remote::rotationStatePath(context.console.environment) : m_state;
    }
    //! Nothing: what is wrong was told.
    std::optional<std::vector<RotationRule>> readRules(const Context &context) const
    {
        const auto wrong = [&](const std::string &text) {
            context.console.err << "gatectl: " << text << std::endl;
            return std::nullopt;
        };
        std::optional<std::string> text;
        if (!m_rules.empty()) {
            text = readInput(context.console, m_rules);
            if (!text)
                return wrong(m_rules + " can't be read.");
        } else if (!m_subscription.empty() && hasTargets()) {
            text = toJson(json::object{{"rotations", json::array{ruleOfFlags()}}});
        } else {
            return std::vector<RotationRule>{};
        }
        auto rules = vault::parseRotationRules(std::move(*text));
        if (!rules)
            return wrong(rulesFindingsText(rules.error(), m_rules.empty() ? "command line" : m_rules));
        return std::move(*rules);
    }
    bool hasTargets() const { return !m_files.empty() || !m_keyVault.empty() || !m_webhook.empty(); }
    json::object ruleOfFlags() const
    {
        json::array targets;
        for (const auto &file : m_files)
            targets.push_back(json::object{{"file", std::filesystem::absolute(file).string()}});
        const auto remoteTarget = [this](json::object object) {
            if (!m_targetCa.empty())
                object["caFile"] = m_targetCa;
            return object;
        };
        if (!m_keyVault.empty())
            targets.push_back(remoteTarget({{"keyVault", m_keyVault}, {"tokenFile", m_targetToken}}));
        if (!m_webhook.empty())
            targets.push_back(remoteTarget({{"webhook", m_webhook}, {"secretFile", m_webhookSecret}}));
        json::object rule{{"subscription", m_subscription}, {"insist", m_insist}, {"targets", std::move(targets)}};
        for (const auto &[name, text] : {std::pair("every", &m_every), std::pair("overlap", &m_overlap), std::pair("quiet", &m_quiet), std::pair("key", &m_key)})
            if (!text->empty())
                rule[name] = *text;
        return rule;
    }

    int runOne(const Context &context, const remote::ArmClient &client, Rotator &rotator, const std::vector<Rotation> &all, const std::vector<RotationRule> &rules)
    {
        for (const auto &rotation : all) {
            if (!isOver(rotation.step) && equalsIgnoreCase(rotation.rule.subscription, m_subscription))
                return m_cancel ? report(context, rotator.cancel(rotation.id)) : goOn(context, rotator, rotation);
        }
        if (m_cancel)
            return context.failed(Error{ErrorKind::NotFound, "rotation.noneOf", {{"subscription", m_subscription}}, {}});
        for (const auto &rule : rules) {
            if (equalsIgnoreCase(rule.subscription, m_subscription))
                return begin(context, client, rotator, rule);
        }
        if (m_rules.empty())
            return context.failed(Error{ErrorKind::Invalid, "rotation.noTarget", {}, {}});
        return context.failed(Error{ErrorKind::NotFound, "rotation.noRule", {{"subscription", m_subscription}, {"path", m_rules}}, {}});
    }

    int runDue(const Context &context, const remote::ArmClient &client, Rotator &rotator, const std::vector<Rotation> &all, std::vector<RotationRule> rules)
    {
        int code = ExitOk;
        const auto note = [&code](int one) { code = code == ExitOk ? one : code; };
        for (const auto &rotation : all) {
            if (!isOver(rotation.step))
                note(goOn(context, rotator, rotation));
        }
        // What was begun with --every is a rule as well, by its newest rotation.
        for (auto rotation = all.rbegin(); rotation != all.rend(); ++rotation) {
            const auto &wanted = rotation->rule;
            const bool known = std::any_of(rules.begin(), rules.end(), [&](const RotationRule &rule) { return equalsIgnoreCase(rule.subscription, wanted.subscription); });
            if (!known)
                rules.push_back(wanted);
        }
        const auto due = rotator.due(rules);
        if (!due)
            return context.failed(due.error());
        for (const auto &rule : *due)
            note(begin(context, client, rotator, rule));
        if (due->empty() && m_output == Output::Table)
            context.console.out << "Nothing else is due.\n";
        return code;
    }

    int begin(const Context &context, const remote::ArmClient &client, Rotator &rotator, const RotationRule &rule)
    {
        if (m_change.dryRun) {
            const auto plan = rotator.plan(rule);
            if (!plan)
                return context.failed(plan.error());
            printPlan(context, client, rule, *plan);
            return ExitOk;
        }
        const auto begun = rotator.begin(rule, m_reason, context.console.stop);
        if (begun && !isOver(begun->step) && m_wait)
            return stay(context, rotator, *begun);
        return report(context, begun, &rotator, rule.subscription);
    }
    int goOn(const Context &context, Rotator &rotator, const Rotation &rotation)
    {
        if (m_change.dryRun) {
            show(context, rotation);
            return ExitOk;
        }
        const auto done = rotator.advance(rotation.id, context.console.stop);
        if (done && !isOver(done->step) && m_wait)
            return stay(context, rotator, *done);
        return report(context, done, &rotator, rotation.rule.subscription);
    }
    int stay(const Context &context, Rotator &rotator, const Rotation &rotation)
    {
        show(context, rotation);
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        for (;;) {
            wake.wait_for(lock, context.console.stop, pollPause, [] { return false; });
            if (context.console.stop.stop_requested())
                return ExitCancelled;
            const auto done = rotator.advance(rotation.id, context.console.stop);
            if (!done || isOver(done->step))
                return report(context, done, &rotator, rotation.rule.subscription);
        }
    }
    //! A failure, and where that leaves the rotation.
    int report(const Context &context, const Result<Rotation> &done, Rotator *rotator = nullptr, const std::string &subscription = {})
    {
        if (done) {
            show(context, *done);
            return ExitOk;
        }
        const int code = context.failed(done.error());
        const auto all = rotator ? rotator->all() : Result<std::vector<Rotation>>(std::vector<Rotation>{});
        if (all) {
            for (const auto &rotation : *all)
                if (!isOver(rotation.step) && equalsIgnoreCase(rotation.rule.subscription, subscription))
                    context.console.err << rotationText(rotation, SystemClock{}.utc()) << std::endl;
        }
        return code;
    }
    void show(const Context &context, const Rotation &rotation)
    {
        if (m_output == Output::Json)
            m_results.push_back(rotationJson(rotation));
        else
            context.console.out << rotationText(rotation, SystemClock{}.utc()) << '\n';
    }

    void printPlan(const Context &context, const remote::ArmClient &client, const RotationRule &rule, const vault::RotationPlan &plan)
    {
        const auto callOf = [&](vault::Slot slot) {
            std::string text;
            for (const auto &call : remote::exactCalls(remote::regeneration(rule.subscription, slot), client.connection()))
                text += call.method + ' ' + call.url;
            return text;
        };
        const auto old = otherThan(plan.fresh);
        if (m_output == Output::Json) {
            json::array targets;
            for (const auto &target : rule.targets)
                targets.push_back(json::value(target.text()));
            m_results.push_back(json::object{{"subscription", rule.subscription}, {"begin", callOf(plan.fresh)}, {"proved", plan.proved},
                                             {"targets", std::move(targets)}, {"quiet", vault::spanText(rule.quiet)}, {"overlap", vault::spanText(rule.overlap)},
                                             {"insist", rule.insist}, {"end", callOf(old)}});
            return;
        }
        auto &out = context.console.out;
        out << rule.subscription << ", nothing is done now:\n1. " << callOf(plan.fresh) << "\n   ";
        if (plan.freshUnusedSince)
            out << "The " << nameOf(plan.fresh) << " key is unused since " << toIso(*plan.freshUnusedSince) << (plan.proved ? ".\n" : ", which is shorter than asked for.\n");
        else
            out << "warning: it is not known whether the " << nameOf(plan.fresh) << " key is used: whoever uses it will be refused.\n";
        out << "2. Write the new key to\n";
        for (const auto &target : rule.targets)
            out << "   - " << target.text() << '\n';
        out << "3. Wait until the " << nameOf(old) << " key was unused for " << vault::spanText(rule.quiet);
        out << (rule.insist ? ", however long that takes" : ", at most " + vault::spanText(rule.overlap)) << '\n';
        if (!plan.tellsKeys)
            out << "   warning: this service does not tell which key is used: the wait ends by the clock alone.\n";
        out << "4. " << callOf(old) << '\n';
    }

    ConnectionFlags m_connection;
    ChangeFlags m_change;
    Output m_output = Output::Table;
    std::string m_subscription, m_keyVault, m_targetToken, m_webhook, m_webhookSecret, m_targetCa, m_rules, m_every, m_overlap, m_quiet, m_key, m_reason, m_state;
    std::vector<std::string> m_files;
    bool m_due = false, m_insist = false, m_cancel = false, m_wait = false;
    json::array m_results;
};

} // namespace

std::unique_ptr<Verb> makeKeysRotateVerb()
{
    return std::make_unique<KeysRotateVerb>();
}

} // namespace gatehouse::gatectl

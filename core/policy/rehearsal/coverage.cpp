// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/coverage.h"

#include "core/base/text.h"
#include "core/policy/scopes.h"
#include "core/policy/table.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace gatehouse::policy::rehearsal {

namespace {

constexpr std::string_view fragmentPrefix = "policyFragments/";
constexpr std::string_view includeStep = "include-fragment[";

//! What of a document can run.
class Survey
{
public:
    explicit Survey(CoveredDocument &out) : m_out(out), m_document(*out.document) { }
    void run()
    {
        const auto top = m_document.documentElement();
        if (top == noNode)
            return;
        if (m_document.name(top) == "fragment") {
            policies(top, "");
            return;
        }
        for (const auto section : {Section::Inbound, Section::Backend, Section::Outbound, Section::OnError}) {
            const auto node = sectionOf(m_document, section);
            if (node == noNode)
                continue;
            const auto before = m_out.policies.size();
            policies(node, std::string(nameOf(section)) + "/");
            if (section == Section::OnError && m_out.policies.size() > before)
                branch("on-error", "on-error", node);
        }
    }

private:
    void policies(NodeId parent, const std::string &prefix)
    {
        for (const auto node : m_document.elements(parent)) {
            const auto *rule = findPolicy(m_document.name(node));
            if (!rule || rule->element.name == "base")
                continue;
            const auto path = prefix + pathStep(m_document, node);
            m_out.policies.push_back({std::string(rule->element.name), path, m_document.position(node), 0});
            if (rule->element.name == "choose") {
                choose(node, path);
            } else if (rule->element.name == "retry") {
                branch("repeated", path, node);
                branch("once", path, node);
            }
            if (rule->element.content == Content::Policies)
                policies(node, path + "/");
        }
    }
    void choose(NodeId node, const std::string &path)
    {
        bool hasOtherwise = false;
        for (const auto child : m_document.elements(node)) {
            const auto name = m_document.name(child);
            if (name != "when" && name != "otherwise")
                continue;
            hasOtherwise = hasOtherwise || name == "otherwise";
            branch(name == "when" ? pathStep(m_document, child) : "otherwise", path, child);
            policies(child, path + "/" + pathStep(m_document, child) + "/");
        }
        if (!hasOtherwise)
            branch("otherwise", path, node); // nothing holds
    }
    void branch(std::string name, const std::string &path, NodeId node)
    {
        m_out.branches.push_back({std::move(name), path, m_document.position(node), 0});
    }

    CoveredDocument &m_out;
    const Document &m_document;
};

CoveredPolicy *policyAt(CoveredDocument &document, const std::string &path)
{
    const auto found = std::find_if(document.policies.begin(), document.policies.end(),
                                    [&](const auto &policy) { return policy.path == path; });
    return found == document.policies.end() ? nullptr : &*found;
}

CoveredBranch *branchAt(CoveredDocument &document, const std::string &path, std::string_view name)
{
    const auto found = std::find_if(document.branches.begin(), document.branches.end(),
                                    [&](const auto &branch) { return branch.path == path && branch.name == name; });
    return found == document.branches.end() ? nullptr : &*found;
}

std::string parentOf(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

//! Where a step stands in the documents as they are written.
struct StepPlace
{
    CoveredDocument *document = nullptr;
    std::string path; //!< of the policy, as in CoveredPolicy
    std::string part; //!< "when[2]" of choose
    //! What of the including document a fragment's step is in.
    CoveredDocument *includer = nullptr;
    std::string include;
};

//! What running a step means, worked out once for a program.
struct Meaning
{
    CoveredPolicy *policy = nullptr; //!< its first step
    CoveredPolicy *include = nullptr; //!< of include-fragment, which has no step of its own
    CoveredBranch *onError = nullptr;
    CoveredBranch *onNext = nullptr, *onJump = nullptr; //!< of a decision
    bool isRetry = false;
};

class Watcher final : public RunObserver
{
public:
    using Lookup = std::function<StepPlace(const StepOrigin &)>;
    Watcher(const Program &program, const Lookup &placeOf) : m_meanings(program.steps.size())
    {
        std::vector<StepPlace> places;
        for (const auto &origin : program.origins)
            places.push_back(placeOf(origin));
        for (std::uint32_t i = 0; i < places.size(); ++i)
            mean(program, places, i);
    }
    bool before(Run &run) override
    {
        const auto &meaning = m_meanings[run.index()];
        if (meaning.policy)
            ++meaning.policy->runs;
        if (meaning.include)
            ++meaning.include->runs;
        if (meaning.onError && std::find(m_errors.begin(), m_errors.end(), meaning.onError) == m_errors.end()) {
            m_errors.push_back(meaning.onError);
            ++meaning.onError->taken;
        }
        return true;
    }
    void after(Run &run, const StepResult &result) override
    {
        const auto &meaning = m_meanings[run.index()];
        if (!meaning.onNext || (result.kind != StepResult::Next && result.kind != StepResult::Jump))
            return;
        const bool jumped = result.kind == StepResult::Jump;
        auto &repeated = m_repeated[run.index()];
        if (jumped ? meaning.onJump != nullptr : !meaning.isRetry || !repeated)
            ++(jumped ? meaning.onJump : meaning.onNext)->taken;
        repeated = jumped;
    }

private:
    using Key = std::tuple<Scope, Section, std::string>;
    static Key keyOf(const StepOrigin &origin, const std::string &path)
    {
        return {origin.scope, origin.section, origin.resourceId + "#" + path};
    }

    void mean(const Program &program, const std::vector<StepPlace> &places, std::uint32_t index)
    {
        const auto &place = places[index];
        const auto &origin = program.origins[index];
        if (!place.document)
            return;
        auto &meaning = m_meanings[index];
        const auto runPath = place.part.empty() ? origin.path : parentOf(origin.path);
        if (m_seen.emplace(keyOf(origin, runPath), index).second)
            meaning.policy = policyAt(*place.document, place.path);
        if (place.includer
            && m_seen.emplace(Key{origin.scope, origin.section, "include#" + place.include}, index).second)
            meaning.include = policyAt(*place.includer, place.include);
        if (origin.section == Section::OnError)
            meaning.onError = branchAt(place.includer ? *place.includer : *place.document, "on-error", "on-error");
        if (!place.part.empty())
            meanChoose(program, place, index);
        else if (origin.policy == "retry" && sameLater(program, index) == 0)
            meaning = {meaning.policy,
                       meaning.include,
                       meaning.onError,
                       branchAt(*place.document, place.path, "once"),
                       branchAt(*place.document, place.path, "repeated"),
                       true};
    }

    //! The last step at a `when` jumps over what follows; the one before decides.
    void meanChoose(const Program &program, const StepPlace &place, std::uint32_t index)
    {
        if (!place.part.starts_with("when") || sameLater(program, index) != 1)
            return;
        auto &meaning = m_meanings[index];
        meaning.onNext = branchAt(*place.document, place.path, place.part);
        const auto number = toInteger(std::string_view(place.part).substr(5, place.part.size() - 6)).value_or(0);
        if (!branchAt(*place.document, place.path, "when[" + std::to_string(number + 1) + "]"))
            meaning.onJump = branchAt(*place.document, place.path, "otherwise");
    }

    static bool isSame(const StepOrigin &a, const StepOrigin &b)
    {
        return a.scope == b.scope && a.section == b.section && a.resourceId == b.resourceId && a.path == b.path;
    }
    static std::ptrdiff_t sameLater(const Program &program, std::uint32_t index)
    {
        const auto begin = program.origins.begin() + static_cast<std::ptrdiff_t>(index);
        return std::count_if(begin + 1, program.origins.end(),
                             [&](const auto &other) { return isSame(other, *begin); });
    }

    std::vector<Meaning> m_meanings; //!< by step
    std::map<Key, std::uint32_t> m_seen;
    std::map<std::uint32_t, bool> m_repeated;
    std::vector<CoveredBranch *> m_errors;
};

} // namespace

std::size_t CoveredDocument::ranPolicies() const
{
    return static_cast<std::size_t>(
        std::count_if(policies.begin(), policies.end(), [](const auto &policy) { return policy.runs > 0; }));
}

std::size_t CoveredDocument::takenBranches() const
{
    return static_cast<std::size_t>(
        std::count_if(branches.begin(), branches.end(), [](const auto &branch) { return branch.taken > 0; }));
}

std::map<int, std::uint64_t> CoveredDocument::lines() const
{
    std::map<int, std::uint64_t> counts;
    for (const auto &policy : policies) {
        const auto [entry, isNew] = counts.try_emplace(policy.position.line, policy.runs);
        if (!isNew)
            entry->second = std::min(entry->second, policy.runs);
    }
    return counts;
}

CoveredDocument &Coverage::of(const std::shared_ptr<const Document> &document)
{
    auto &known = m_byDocument[document.get()];
    if (!known) {
        m_documents.push_back(std::make_unique<CoveredDocument>());
        known = m_documents.back().get();
        known->document = document;
        Survey(*known).run();
    }
    return *known;
}

void Coverage::add(const std::shared_ptr<const Document> &document)
{
    of(document);
}

std::unique_ptr<RunObserver>
Coverage::watch(std::shared_ptr<const Program> program, const std::vector<ScopedDocument> &scopes,
                const std::map<std::string, std::shared_ptr<const Document>, std::less<>> &fragments)
{
    const auto scopeOf = [&](Scope scope) -> CoveredDocument * {
        const auto found =
            std::find_if(scopes.begin(), scopes.end(), [scope](const auto &scoped) { return scoped.scope == scope; });
        return found == scopes.end() ? nullptr : &of(found->document);
    };
    return std::make_unique<Watcher>(*program, [&](const StepOrigin &origin) {
        StepPlace place;
        place.document = scopeOf(origin.scope);
        if (!place.document || origin.path.empty())
            return StepPlace{};
        auto path = origin.path;
        auto prefix = std::string(nameOf(origin.section)) + "/";
        if (origin.resourceId.starts_with(fragmentPrefix)) {
            const auto fragment = fragments.find(toLower(origin.resourceId.substr(fragmentPrefix.size())));
            const auto step = path.find(includeStep);
            const auto end = step == std::string::npos ? step : path.find('/', step);
            if (fragment == fragments.end() || end == std::string::npos)
                return StepPlace{};
            place.includer = place.document;
            place.include = prefix + path.substr(0, end);
            place.document = &of(fragment->second);
            path.erase(0, end + 1);
            prefix.clear();
        }
        place.path = prefix + path;
        const auto last = path.substr(path.rfind('/') + 1);
        if (origin.policy == "choose" && (last.starts_with("when[") || last.starts_with("otherwise["))) {
            place.part = last;
            place.path = parentOf(place.path);
        }
        return place;
    });
}

} // namespace gatehouse::policy::rehearsal

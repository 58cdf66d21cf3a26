// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/authorize.h"
#include "core/management/refusal_throttle.h"
#include "core/management/rights.h"
#include "core/management/role_assignments.h"
#include "core/management/role_filter.h"
#include "core/management/sign_in.h"

#include <QTest>

#include <random>
#include <set>

using namespace gatehouse;
using namespace gatehouse::management;

namespace {

constexpr UtcTime roleTestNow{std::chrono::seconds{1'795'478'400}};
const std::string servicePrefix = resource::ServiceScope{}.prefix();

Caller person(std::string id, std::vector<std::string> groups = {})
{
    Caller caller;
    caller.principal = {id, "https://issuer.test", id, "human", false};
    caller.objectId = std::move(id);
    caller.groups = std::move(groups);
    return caller;
}

resource::Resource assigned(int number, const std::string &role, const std::string &scope, const std::string &principal,
                            const std::string &type = "User")
{
    char name[37];
    std::snprintf(name, sizeof name, "00000000-0000-4000-8000-%012d", number);
    return {resource::ResourceId{}.child(roleAssignmentsCollection, name),
            {{"scope", scope}, {"role", findRole(role)->name}, {"principalId", principal}, {"principalType", type}},
            {},
            {}};
}

//! By its name.
std::string roleGuid(std::string_view name)
{
    for (const auto &role : builtInRoles())
        if (role.roleName == name)
            return std::string{role.name};
    return {};
}

//! Matches as slowly and plainly as can be.
bool naiveMatch(const std::string &pattern, const std::string &text)
{
    if (pattern.empty())
        return text.empty();
    if (pattern[0] == '*')
        return naiveMatch(pattern.substr(1), text) || (!text.empty() && naiveMatch(pattern, text.substr(1)));
    return !text.empty() && std::tolower(pattern[0]) == std::tolower(text[0]) && naiveMatch(pattern.substr(1), text.substr(1));
}

} // namespace

class TstRoles : public QObject
{
    Q_OBJECT

private slots:
    void matchesActions_data()
    {
        QTest::addColumn<std::string>("pattern");
        QTest::addColumn<std::string>("action");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *pattern, const char *action, bool matches) {
            QTest::addRow("%s %s", pattern, action) << std::string(pattern) << std::string(action) << matches;
        };
        row("*", "Microsoft.ApiManagement/service/apis/write", true);
        row("*/read", "Microsoft.ApiManagement/service/apis/read", true);
        row("*/read", "Microsoft.ApiManagement/service/apis/write", false);
        row("*/READ", "microsoft.apimanagement/service/apis/Read", true);
        row("Microsoft.ApiManagement/service/*/read", "Microsoft.ApiManagement/service/read", false);
        row("Microsoft.ApiManagement/service/*/read", "Microsoft.ApiManagement/service/apis/operations/read", true);
        row("Microsoft.Authorization/*/Write", "Microsoft.Authorization/roleAssignments/write", true);
        row("Microsoft.ApiManagement/service/apis/*", "Microsoft.ApiManagement/service/apisX/read", false);
        row("a*b*c", "abbcbc", true);
        row("a*b*c", "abbcb", false);
        row("*a", "", false);
        row("", "", true);
        row("**", "", true);
    }
    void matchesActions()
    {
        QFETCH(std::string, pattern);
        QFETCH(std::string, action);
        QFETCH(bool, matches);
        QCOMPARE(matchesAction(pattern, action), matches);
    }
    void matchesAsANaiveMatcherDoes()
    {
        std::mt19937 random(7);
        const auto text = [&](const char *letters, std::size_t most) {
            std::string made;
            for (auto left = random() % most; left > 0; --left)
                made += letters[random() % 4];
            return made;
        };
        for (int i = 0; i < 5000; ++i) {
            const auto pattern = text("aB*/", 8), action = text("abA/", 10);
            QVERIFY2(matchesAction(pattern, action) == naiveMatch(pattern, action), (pattern + " " + action).c_str());
        }
    }
    void takesNotActionsFromTheSameRoleAlone()
    {
        resource::Configuration configuration;
        configuration.put(assigned(1, roleGuid("Contributor"), servicePrefix, "anna"));
        const auto anna = person("anna");
        constexpr auto assign = "Microsoft.Authorization/roleAssignments/write";
        QVERIFY(!Rights(anna, configuration, roleTestNow).allows(assign, servicePrefix));
        QVERIFY(Rights(anna, configuration, roleTestNow).allows("Microsoft.ApiManagement/service/apis/write", servicePrefix));
        configuration.put(assigned(2, roleGuid("User Access Administrator"), servicePrefix, "anna"));
        QVERIFY(Rights(anna, configuration, roleTestNow).allows(assign, servicePrefix));
    }
    void holdsAtAScopeAndBelow_data()
    {
        QTest::addColumn<std::string>("scope");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *name, std::string scope, bool allowed) { QTest::newRow(name) << std::move(scope) << allowed; };
        row("itself", servicePrefix + "/apis/orders", true);
        row("another spelling", servicePrefix + "/APIS/Orders/", true);
        row("an operation", servicePrefix + "/apis/orders/operations/get", true);
        row("a revision", servicePrefix + "/apis/orders;rev=3/policies/policy", true);
        row("a longer name", servicePrefix + "/apis/orders2", false);
        row("another revision's API", servicePrefix + "/apis/order;rev=3", false);
        row("the parent", servicePrefix, false);
        row("elsewhere", servicePrefix + "/products/orders", false);
        row("a workspace's API of that name", servicePrefix + "/workspaces/w/apis/orders", false);
    }
    void holdsAtAScopeAndBelow()
    {
        QFETCH(std::string, scope);
        QFETCH(bool, allowed);
        resource::Configuration configuration;
        configuration.put(assigned(1, roleGuid("Contributor"), servicePrefix + "/apis/orders", "anna"));
        QCOMPARE(Rights(person("anna"), configuration, roleTestNow).allows("x/write", scope), allowed);
    }
    void countsGroupsOfTheTokenUnlessTheyAreUnknown()
    {
        resource::Configuration configuration;
        configuration.put(assigned(1, roleGuid("Reader"), "/subscriptions/x", "team", "Group"));
        auto anna = person("anna", {"other", "team"});
        QVERIFY(Rights(anna, configuration, roleTestNow).allows("x/read", "/subscriptions/X/resourceGroups/g"));
        anna.groupsUnknown = true;
        QVERIFY(!Rights(anna, configuration, roleTestNow).allows("x/read", "/subscriptions/X/resourceGroups/g"));
        // A person who is called as the group is, is not the group.
        QVERIFY(!Rights(person("team"), configuration, roleTestNow).allows("x/read", "/subscriptions/x"));
        QVERIFY(authorizationFailed(anna, "x/read", "/s").message.find("groups did not count") != std::string::npos);
    }
    void endsByTheClock()
    {
        resource::Configuration configuration;
        auto one = assigned(1, roleGuid("Reader"), servicePrefix, "anna");
        one.properties["endsAt"] = toIso(roleTestNow);
        configuration.put(std::move(one));
        QVERIFY(Rights(person("anna"), configuration, roleTestNow - std::chrono::seconds{1}).allows("x/read", servicePrefix));
        QVERIFY(!Rights(person("anna"), configuration, roleTestNow).allows("x/read", servicePrefix));
    }
    //! Random assignments, and what a plain reading of them says.
    void answersAsANaiveReferenceDoes()
    {
        const std::vector<std::string> scopes{"/subscriptions/s",
                                              "/subscriptions/s/resourceGroups/g",
                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x",
                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/apis/a",
                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/apis/ab",
                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/apis/a/operations/o",
                                              "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x/workspaces/w"};
        const std::vector<std::string> actions{"Microsoft.ApiManagement/service/read", "Microsoft.ApiManagement/service/apis/read",
                                               "Microsoft.ApiManagement/service/apis/write", "Microsoft.ApiManagement/service/users/keys/read",
                                               "Microsoft.ApiManagement/service/subscriptions/listSecrets/action",
                                               "Microsoft.ApiManagement/service/workspaces/apis/delete",
                                               "Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleAssignments/read"};
        const std::vector<std::string> people{"anna", "bert", "team", "crew"};
        std::mt19937 random(11);
        int allowed = 0;
        for (int round = 0; round < 100; ++round) {
            resource::Configuration configuration;
            struct Given { std::string role, scope, principal, type; };
            std::vector<Given> given;
            for (int i = 0, count = static_cast<int>(random() % 6); i < count; ++i) {
                given.push_back({std::string{builtInRoles()[random() % builtInRoles().size()].name}, scopes[random() % scopes.size()],
                                 people[random() % people.size()], random() % 2 ? "User" : "Group"});
                configuration.put(assigned(i, given.back().role, given.back().scope, given.back().principal, given.back().type));
            }
            auto caller = person(people[random() % 2], {"team"});
            caller.groupsUnknown = random() % 4 == 0;
            const Rights rights(caller, configuration, roleTestNow);
            for (const auto &scope : scopes) {
                for (const auto &action : actions) {
                    bool expected = false;
                    for (const auto &one : given) {
                        const bool his = one.type == "User" ? one.principal == caller.objectId : one.principal == "team" && !caller.groupsUnknown;
                        const bool above = (scope + "/").starts_with(one.scope + "/");
                        bool matched = false;
                        for (const auto pattern : findRole(one.role)->actions)
                            matched = matched || naiveMatch(std::string{pattern}, action);
                        for (const auto pattern : findRole(one.role)->notActions)
                            matched = matched && !naiveMatch(std::string{pattern}, action);
                        expected = expected || (his && above && matched);
                    }
                    allowed += expected;
                    QVERIFY2(authorize(rights, action, scope).has_value() == expected, (scope + " " + action).c_str());
                }
            }
        }
        QVERIFY2(allowed > 150, "the random sets would prove nothing");
    }
    void definesTheRolesOfAzure()
    {
        std::set<std::string_view> names;
        for (const auto &role : builtInRoles()) {
            QVERIFY(isGuid(role.name));
            names.insert(role.name);
        }
        QCOMPARE(names.size(), builtInRoles().size());
        const auto &reader = *findRole("71522526-B88F-4D52-B57F-D31FC3546D0D");
        QVERIFY(allowsAction(reader, "Microsoft.ApiManagement/service/apis/read"));
        QVERIFY(!allowsAction(reader, "Microsoft.ApiManagement/service/users/keys/read"));
        QVERIFY(!allowsAction(reader, "Microsoft.ApiManagement/service/namedValues/listValue/action"));
    }
    void readsFilters_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("taken"); //!< numbers of the assignments
        const auto row = [](const char *text, const char *taken) { QTest::newRow(text) << std::string(text) << std::string(taken); };
        row("", "1234");
        row("atScope()", "124");
        row("principalId eq 'anna'", "13");
        row(" PRINCIPALID  eq 'anna'", "13");
        row("assignedTo('anna')", "134");
        row("atScope() and assignedTo('anna')", "14");
        row("assignedTo('bert')", "2");
        row("principalId eq 'o''neil'", "");
        row("principalId eq 'anna", "refused");
        row("principalId ne 'anna'", "refused");
        row("atScope() or atScope()", "refused");
    }
    void readsFilters()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, taken);
        const std::vector<resource::Resource> all{assigned(1, roleGuid("Reader"), "/subscriptions/s", "anna"),
                                                  assigned(2, roleGuid("Reader"), servicePrefix, "bert"),
                                                  assigned(3, roleGuid("Reader"), servicePrefix + "/apis/a", "anna"),
                                                  assigned(4, roleGuid("Reader"), servicePrefix, "team", "Group"),
                                                  assigned(5, roleGuid("Reader"), "/subscriptions/t", "anna")};
        const auto filter = parseRoleAssignmentFilter(text);
        QCOMPARE(filter.has_value(), taken != "refused");
        if (!filter)
            return;
        const auto subscription = servicePrefix.substr(0, servicePrefix.find("/resourceGroups"));
        std::string numbers;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto assignment = readRoleAssignment(all[i]);
            if (assignment.scope == "/subscriptions/s")
                assignment.scope = subscription;
            if (filter->takes(assignment, servicePrefix, person("anna", {"team"})))
                numbers += std::to_string(i + 1);
        }
        QCOMPARE(numbers, taken);
    }
    void namesCallers_data()
    {
        QTest::addColumn<std::string>("claims");
        QTest::addColumn<std::string>("expected"); //!< object id, name, kind, groups
        const auto row = [](const char *name, const char *claims, const char *expected) {
            QTest::newRow(name) << std::string(claims) << std::string(expected);
        };
        row("entra person", R"({"oid":"o1","sub":"s1","preferred_username":"a@b.c","groups":["g1","g2"]})", "o1 a@b.c human g1 g2");
        row("plain person", R"({"sub":"s1","email":"a@b.c"})", "s1 a@b.c human");
        row("program", R"({"sub":"c1","client_id":"c1"})", "c1 c1 service");
        row("entra program", R"({"oid":"o1","azp":"c1","idtyp":"app"})", "o1 c1 service");
        row("one group", R"({"sub":"s1","groups":"g1"})", "s1 s1 human g1");
        row("too many groups", R"({"sub":"s1","groups":["g1"],"_claim_names":{"groups":"src1"}})", "s1 s1 human unknown");
        row("too many, implicitly", R"({"sub":"s1","hasgroups":true})", "s1 s1 human unknown");
        row("nobody", R"({"name":"x"})", "refused");
        row("no text", R"({"oid":7,"sub":"s1"})", "refused");
    }
    void namesCallers()
    {
        QFETCH(std::string, claims);
        QFETCH(std::string, expected);
        const auto caller = callerOf(parseJson(claims)->as_object(), "https://issuer.test", {});
        std::string said = "refused";
        if (caller) {
            said = caller->objectId + ' ' + caller->principal.display + ' ' + caller->principal.kind;
            for (const auto &group : caller->groups)
                said += ' ' + group;
            said += caller->groupsUnknown ? " unknown" : "";
            QVERIFY(!caller->principal.breakGlass && !caller->isLocalOwner);
        }
        QCOMPARE(said, expected);
    }
    void recordsAFloodOfRefusalsAsASum()
    {
        RefusalThrottle throttle;
        const auto at = [](const char *who, int second) {
            resource::ChangeRecord record;
            record.time = roleTestNow + std::chrono::seconds{second};
            record.principal.subject = who;
            record.clientAddress = "127.0.0.1";
            record.after = json::object{{"action", "x/read"}};
            return record;
        };
        std::size_t written = 0;
        for (int i = 0; i < 500; ++i)
            written += throttle.take(at("anna", i % 50)).size();
        QCOMPARE(written, RefusalThrottle::eachCaller);
        QCOMPARE(throttle.take(at("bert", 1)).size(), 1U);
        for (int i = 0; i < 5000; ++i)
            written += throttle.take(at(std::to_string(i).c_str(), 2)).size();
        QVERIFY(written <= RefusalThrottle::allCallers);
        const auto sums = throttle.due(roleTestNow + std::chrono::seconds{60});
        QVERIFY(sums.size() <= RefusalThrottle::mostCallers + 1);
        std::size_t repeated = 0;
        for (const auto &sum : sums)
            repeated += static_cast<std::size_t>(sum.after->as_object().at("repeated").to_number<std::int64_t>());
        QCOMPARE(repeated + written + 1, 5501U);
        QCOMPARE(throttle.take(at("anna", 61)).size(), 1U);
        QVERIFY(throttle.rest().empty());
    }
};

QTEST_APPLESS_MAIN(TstRoles)
#include "tst_roles.moc"

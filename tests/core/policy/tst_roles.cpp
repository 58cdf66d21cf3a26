// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/expressions.h"
#include "core/policy/roles/access.h"
#include "core/policy/roles/findings.h"
#include "core/policy/validate.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace gatehouse;
using namespace gatehouse::policy;
using namespace gatehouse::policy::roles;
using gatehouse::resource::Configuration;
using gatehouse::resource::Resource;
using gatehouse::resource::ResourceId;

namespace {

const std::string issuer = "https://login.example.org/";

std::shared_ptr<Configuration> shop(const RoleFragment &fragment, const std::string &ordersPolicy = {})
{
    auto configuration = std::make_shared<Configuration>();
    const auto put = [&](const std::string &id, json::object properties) {
        configuration->put(Resource{ResourceId::of(id), std::move(properties), {}, {}});
    };
    for (const std::string api : {"Orders", "payments"}) {
        put("apis/" + api, {{"displayName", api}, {"path", api}});
        put("apis/" + api + "/operations/getOne", {{"displayName", "Get one"}, {"method", "GET"}, {"urlTemplate", "/{id}"}});
        put("apis/" + api + "/operations/create", {{"displayName", "Create"}, {"method", "POST"}, {"urlTemplate", "/"}});
    }
    put("products/starter", {{"displayName", "Starter"}});
    put("policyFragments/gatehouse-roles", {{"value", fragment.text()}, {"format", "rawxml"}});
    if (!ordersPolicy.empty())
        put("apis/Orders/policies/policy", {{"value", ordersPolicy}, {"format", "rawxml"}});
    configuration->put(*withInclude(nullptr, "gatehouse-roles"));
    return configuration;
}

RoleModel example()
{
    RoleModel model;
    model.mappings = {{issuer, "groups", "11111111-2222", {"reader"}},
                      {issuer, "roles", "Order Clerk", {"clerk", "reader"}},
                      {issuer, "scp", "orders.write", {"writer"}},
                      {issuer, "employee", "*", {"staff"}}};
    model.grants = {{Target::everything(), {"boss"}},        {Target::ofApi("orders"), {"clerk"}},
                    {Target::ofApi("orders", "GET"), {"reader"}}, {Target::ofOperation("payments", "getOne"), {"reader"}},
                    {Target::ofProduct("starter"), {"staff"}},    {Target::ofMethod("post"), {"writer"}}};
    model.normalize();
    return model;
}

json::object claims(json::object more)
{
    more["iss"] = issuer;
    return more;
}

std::unique_ptr<AccessCheck> checkOf(std::shared_ptr<const Configuration> configuration)
{
    static const Expressions expressions;
    auto check = AccessCheck::make(std::move(configuration), expressions);
    if (!check)
        qWarning("%s", check.error().debugText().c_str());
    return check ? std::move(*check) : nullptr;
}

std::string randomKey(std::mt19937 &random, std::initializer_list<const char *> choices)
{
    return *(choices.begin() + random() % choices.size());
}

std::vector<std::string> randomRoles(std::mt19937 &random, bool grantees)
{
    std::vector<std::string> roles;
    for (const char *role : {"reader", "clerk", "boss", "a.b_c-d", "R2"})
        if (random() % 3 == 0)
            roles.emplace_back(role);
    if (grantees && random() % 8 == 0)
        roles.emplace_back(random() % 2 ? anyone : signedIn);
    return roles;
}

RoleModel randomModel(std::mt19937 &random)
{
    RoleModel model;
    if (random() % 4 == 0)
        model.tokens = {"token", "jwt"};
    for (auto i = random() % 8; i > 0; --i)
        model.mappings.push_back({randomKey(random, {"https://login.example.org/", "https://other/v2.0"}),
                                  randomKey(random, {"groups", "roles", "scp", "http://schemas/x"}),
                                  randomKey(random, {"a", "b c", "say \"hi\"", "back\\slash", "{brace", "*", "ünïcode & <tag>"}),
                                  randomRoles(random, false)});
    for (auto i = random() % 10; i > 0; --i) {
        const auto api = randomKey(random, {"orders", "payments", "with space"});
        const auto method = randomKey(random, {"GET", "POST"});
        const Target targets[]{Target::everything(), Target::ofMethod(method), Target::ofProduct("starter"), Target::ofApi(api),
                               Target::ofApi(api, method), Target::ofOperation(api, randomKey(random, {"getone", "create"}))};
        model.grants.push_back({targets[random() % 6], randomRoles(random, true)});
    }
    model.normalize();
    return model;
}

json::object randomClaims(std::mt19937 &random)
{
    json::object claims{{"iss", randomKey(random, {"https://login.example.org/", "https://other/v2.0", "https://third/"})}};
    for (const char *claim : {"groups", "roles", "scp", "http://schemas/x"}) {
        const auto value = [&] { return randomKey(random, {"a", "b c", "b", "say \"hi\"", "back\\slash", "{brace", "*", "ünïcode & <tag>"}); };
        switch (random() % 4) {
        case 0:
            claims[claim] = value();
            break;
        case 1:
            claims[claim] = json::array{json::value(value()), json::value(value())};
            break;
        case 2:
            claims[claim] = json::array{};
            break;
        default:
            break;
        }
    }
    return claims;
}

std::set<std::string> codesOf(const Diagnostics &findings)
{
    std::set<std::string> codes;
    for (const auto &finding : findings)
        codes.insert(finding.code);
    return codes;
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const auto at = text.find(from);
    if (at == std::string::npos)
        qFatal("not there: %s", from.c_str());
    return text.replace(at, from.size(), to);
}

const std::string ordersRow = "            case \"orders\": roles += \"clerk \"; break;\n";

} // namespace

class TestRoles : public QObject
{
    Q_OBJECT

private slots:
    void aRowIsALineAPersonCanRead();
    void azureTakesWhatIsWritten();
    void whatIsWrittenReadsBack();
    void whatAPersonWroteIsKept_data();
    void whatAPersonWroteIsKept();
    void anEditChangesItsOwnLine();
    void aHandWrittenRowIsNotDoubled();
    void whatIsNoMappingIsRefused_data();
    void whatIsNoMappingIsRefused();
    void badNamesAreRefused();
    void aRoleIsRenamedAndRemovedEverywhere();
    void theEngineDecides_data();
    void theEngineDecides();
    void theTableAndTheEngineAgree();
    void aHandWrittenRowDecidesToo();
    void aTokenTooFullForItsGroupsIsToldSo();
    void aScopeWithoutBaseIsNotGoverned();
    void callersOfAnOperationAreFound();
    void claimsAreReadFromWhatIsPasted();
    void findingsPointAtWhatIsWrong();
    void theFragmentIsIncludedBehindTheValidation();
    void aHundredRolesOnTwoHundredApisFit();
};

void TestRoles::aRowIsALineAPersonCanRead()
{
    const auto text = RoleFragment::make(example()).text();
    QVERIFY(text.find(ordersRow) != std::string::npos);
    QVERIFY(text.find("            case \"orders GET\": roles += \"reader \"; break;\n") != std::string::npos);
    QVERIFY(text.find("            case \"payments/getone\": roles += \"reader \"; break;\n") != std::string::npos);
    QVERIFY(text.find("case \"https://login.example.org/ roles Order Clerk\": roles += \"clerk reader \"; break;\n") != std::string::npos);
    QVERIFY(text.find("var roles = \" boss \";") != std::string::npos);
}

void TestRoles::azureTakesWhatIsWritten()
{
    const Expressions expressions;
    for (const auto &model : {RoleModel(), example()}) {
        const auto document = Document::parse(RoleFragment::make(model).text());
        QVERIFY(document.has_value());
        References references;
        references.expressions = &expressions;
        references.forAzure = true;
        for (const auto &finding : validateFragment(*document, references))
            QFAIL(azureText(finding).c_str());
    }
}

void TestRoles::whatIsWrittenReadsBack()
{
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        const auto model = randomModel(random);
        const auto fragment = RoleFragment::make(model);
        const auto again = RoleFragment::parse(fragment.text());
        QVERIFY(again.has_value());
        QVERIFY(again->model() == model);
        QCOMPARE(again->text(), fragment.text());
        QVERIFY(again->opaqueRows().empty());
        QVERIFY(again->hasOwnFrame());
        // One model has one text, in whatever order it came to be.
        auto shuffled = model;
        std::shuffle(shuffled.grants.begin(), shuffled.grants.end(), random);
        std::shuffle(shuffled.mappings.begin(), shuffled.mappings.end(), random);
        QCOMPARE(RoleFragment::make(shuffled).text(), fragment.text());
    }
}

void TestRoles::whatAPersonWroteIsKept_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<int>("opaque");
    const QString row = QString::fromStdString(ordersRow);
    QTest::newRow("a condition") << row << "            case \"orders\": if (context.Request.IpAddress == \"10.0.0.1\") { roles += \"clerk \"; } break;\n" << 1;
    QTest::newRow("several lines") << row << "            case \"orders\":\n                if (true) {\n                    roles += \"clerk \";\n                }\n                break;\n" << 1;
    QTest::newRow("two labels") << row << "            case \"orders\":\n" + QString(row).replace("orders", "orders2") << 1;
    QTest::newRow("two of them") << row << "            case \"a\": roles += \"x\"; break;\n            case \"b\": roles += \"y\"; break;\n" << 2;
    QTest::newRow("a comment") << row << "            // clerks\n" + row << 1;
    QTest::newRow("a block comment with a row in it") << row << "            /* until May\n" + row + "            */\n" << 1;
    QTest::newRow("other spaces") << row << "            case  \"orders\":  roles += \"clerk \"; break;\n" << 1;
    QTest::newRow("upper case") << row << QString(row).replace("orders", "Orders") << 1;
    QTest::newRow("a role with a space") << row << QString(row).replace("clerk ", "clerk  reader ") << 1;
    QTest::newRow("a nested switch") << row << "            case \"orders\": switch (method) {\n" + row + "                default: break;\n            } break;\n" << 1;
    QTest::newRow("a brace in a string") << row << "            case \"orders\": roles += \"}\"; break;\n" << 1;
    QTest::newRow("another frame") << "Access denied: none of your roles" << "Sorry: none of your roles" << 0;
    QTest::newRow("no switch of products") << "        switch (product) {\n            case \"starter\": roles += \"staff \"; break;\n            default: break;\n        }\n" << "" << 0;
}

void TestRoles::whatAPersonWroteIsKept()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(int, opaque);
    for (const bool crlf : {false, true}) {
        auto text = replaced(RoleFragment::make(example()).text(), before.toStdString(), after.toStdString());
        if (crlf)
            text = QString::fromStdString(text).replace("\n", "\r\n").toStdString();
        auto fragment = RoleFragment::parse(text);
        QVERIFY(fragment.has_value());
        QCOMPARE(QString::fromStdString(fragment->text()), QString::fromStdString(text));
        QCOMPARE(int(fragment->opaqueRows().size()), opaque);
        QCOMPARE(fragment->hasOwnFrame(), opaque > 0);
        for (const auto &row : fragment->opaqueRows()) {
            const auto lines = split(text, '\n');
            const auto first = split(row.text, '\n').front();
            QCOMPARE(std::string(lines[std::size_t(row.line) - 1]), std::string(first));
        }
        // There and back again.
        QVERIFY(fragment->grant("auditor", Target::ofApi("ledger"), true).has_value());
        QVERIFY(fragment->text() != text);
        QVERIFY(RoleFragment::parse(fragment->text())->model() == fragment->model());
        QVERIFY(fragment->grant("auditor", Target::ofApi("ledger"), false).has_value());
        QCOMPARE(QString::fromStdString(fragment->text()), QString::fromStdString(text));
    }
}

void TestRoles::anEditChangesItsOwnLine()
{
    auto fragment = RoleFragment::make(example());
    const auto before = fragment.text();
    QVERIFY(fragment.grant("reader", Target::ofApi("orders"), true).has_value());
    QCOMPARE(fragment.text(), replaced(before, ordersRow, "            case \"orders\": roles += \"clerk reader \"; break;\n"));
    QVERIFY(fragment.map("reader", issuer, "groups", "0000", true).has_value());
    QVERIFY(fragment.text().find("groups 0000\": roles += \"reader \"; break;\n                            case \"https://login.example.org/ groups 1111")
            != std::string::npos);
}

void TestRoles::aHandWrittenRowIsNotDoubled()
{
    const auto text = replaced(RoleFragment::make(example()).text(), ordersRow, "            case \"orders\": if (true) roles += \"x \"; break;\n");
    auto fragment = RoleFragment::parse(text);
    QVERIFY(fragment.has_value());
    const auto status = fragment->grant("reader", Target::ofApi("orders"), true);
    QVERIFY(!status);
    QCOMPARE(status.error().code, std::string("roles.opaque"));
    QCOMPARE(fragment->text(), text);
    auto without = RoleFragment::parse(replaced(RoleFragment::make({}).text(), "switch (product)", "switch (product.Trim())"));
    QVERIFY(without.has_value());
    QCOMPARE(without->grant("reader", Target::ofProduct("starter"), true).error().code, std::string("roles.noPlace"));
}

void TestRoles::whatIsNoMappingIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << "" << "roles.notAFragment";
    QTest::newRow("no XML") << "<fragment" << "roles.notAFragment";
    QTest::newRow("a policy") << "<policies />" << "roles.notAFragment";
    QTest::newRow("another fragment") << "<fragment><set-status code=\"200\" /></fragment>" << "roles.noMapping";
    QTest::newRow("half of one") << "<fragment><set-variable name=\"gatehouse-roles\" value=\"x\" /></fragment>" << "roles.noMapping";
    QTest::newRow("too large") << QString(600 * 1024, ' ') << "roles.tooLarge";
}

void TestRoles::whatIsNoMappingIsRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, code);
    const auto fragment = RoleFragment::parse(text.toStdString());
    QVERIFY(!fragment);
    QCOMPARE(QString::fromStdString(fragment.error().code), code);
}

void TestRoles::badNamesAreRefused()
{
    auto fragment = RoleFragment::make({});
    const auto before = fragment.text();
    const auto orders = Target::ofApi("orders");
    for (const std::string role : {"", "two words", "quote\"", "groups-overage", "-x"})
        QCOMPARE(fragment.grant(role, orders, true).error().code, std::string("roles.badRole"));
    QCOMPARE(fragment.map("anyone", issuer, "roles", "x", true).error().code, std::string("roles.badRole"));
    QCOMPARE(fragment.map("reader", "two words", "roles", "x", true).error().code, std::string("roles.badMapping"));
    QCOMPARE(fragment.map("reader", issuer, "roles", "two\nlines", true).error().code, std::string("roles.badMapping"));
    QCOMPARE(fragment.grant("reader", Target::ofApi("a/b"), true).error().code, std::string("roles.badTarget"));
    QCOMPARE(fragment.setTokens({"a b"}).error().code, std::string("roles.badToken"));
    QCOMPARE(fragment.text(), before);
    QVERIFY(fragment.grant("anyone", orders, true).has_value());
}

void TestRoles::aRoleIsRenamedAndRemovedEverywhere()
{
    auto fragment = RoleFragment::make(example());
    QVERIFY(fragment.renameRole("reader", "viewer").has_value());
    auto expected = example();
    for (auto &mapping : expected.mappings)
        std::replace(mapping.roles.begin(), mapping.roles.end(), std::string("reader"), std::string("viewer"));
    for (auto &grant : expected.grants)
        std::replace(grant.roles.begin(), grant.roles.end(), std::string("reader"), std::string("viewer"));
    expected.normalize();
    QVERIFY(fragment.model() == expected);
    fragment.removeRole("viewer");
    const auto names = fragment.model().roles();
    QVERIFY(std::find(names.begin(), names.end(), "viewer") == names.end());
    QVERIFY(fragment.text().find("viewer") == std::string::npos);
}

void TestRoles::theEngineDecides_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("product");
    QTest::addColumn<QString>("role");
    QTest::newRow("no token") << "" << "Orders" << "getOne" << "GET" << "" << "";
    QTest::newRow("a group's method") << "{\"groups\":[\"x\",\"11111111-2222\"]}" << "Orders" << "getOne" << "GET" << "" << "reader";
    QTest::newRow("another method") << "{\"groups\":[\"11111111-2222\"]}" << "Orders" << "create" << "POST" << "" << "";
    QTest::newRow("a revision") << "{\"groups\":\"11111111-2222\"}" << "orders;rev=3" << "getOne" << "GET" << "" << "reader";
    QTest::newRow("an operation") << "{\"groups\":\"11111111-2222\"}" << "payments" << "getOne" << "GET" << "" << "reader";
    QTest::newRow("a whole API") << "{\"roles\":[\"Order Clerk\"]}" << "Orders" << "create" << "POST" << "" << "clerk";
    QTest::newRow("one of several scopes") << "{\"scp\":\"profile orders.write\"}" << "payments" << "create" << "POST" << "" << "writer";
    QTest::newRow("a product") << "{\"employee\":7}" << "payments" << "create" << "POST" << "Starter" << "staff";
    QTest::newRow("without its product") << "{\"employee\":7}" << "payments" << "create" << "POST" << "" << "";
    QTest::newRow("an empty claim is no claim") << "{\"employee\":[]}" << "payments" << "create" << "POST" << "starter" << "";
}

void TestRoles::theEngineDecides()
{
    QFETCH(QString, token);
    QFETCH(QString, api);
    QFETCH(QString, operation);
    QFETCH(QString, method);
    QFETCH(QString, product);
    QFETCH(QString, role);
    const auto check = checkOf(shop(RoleFragment::make(example())));
    QVERIFY(check != nullptr);
    json::object given;
    if (!token.isEmpty())
        given = claims(parseJson(token.toStdString())->get_object());
    const auto decision = check->decide({api.toStdString(), operation.toStdString(), method.toStdString(), product.toStdString()},
                                        token.isEmpty() ? nullptr : &given);
    QCOMPARE(QString::fromStdString(decision.role), role);
    QCOMPARE(nameOf(decision.verdict), role.isEmpty() ? nameOf(Verdict::Denied) : nameOf(Verdict::Allowed));
    QCOMPARE(decision.message.empty(), !role.isEmpty());
    QCOMPARE(decision.targets.empty(), role.isEmpty());
}

void TestRoles::theTableAndTheEngineAgree()
{
    std::mt19937 random(11);
    int allowed = 0;
    for (int i = 0; i < 60; ++i) {
        const auto model = randomModel(random);
        const auto configuration = shop(RoleFragment::make(model));
        const auto check = checkOf(configuration);
        QVERIFY(check != nullptr);
        for (int j = 0; j < 6; ++j) {
            const auto given = randomClaims(random);
            const auto *token = random() % 8 == 0 ? nullptr : &given;
            const auto roles = rolesOf(model, token);
            for (const auto &operation : operationsOf(*configuration)) {
                const CallPlace call{operation.apiId, operation.operationId, operation.method, random() % 2 ? "starter" : ""};
                const auto grants = grantsOf(model, call);
                const bool mayCall = std::any_of(grants.begin(), grants.end(), [&](const Grant *grant) {
                    return std::find_first_of(grant->roles.begin(), grant->roles.end(), roles.begin(), roles.end()) != grant->roles.end();
                });
                const auto decision = check->decide(call, token);
                QCOMPARE(nameOf(decision.verdict), nameOf(mayCall ? Verdict::Allowed : Verdict::Denied));
                QCOMPARE(decision.targets.empty(), !mayCall);
                allowed += mayCall;
            }
        }
    }
    QVERIFY(allowed > 100 && allowed < 1300); // both answers are common
}

void TestRoles::aHandWrittenRowDecidesToo()
{
    const auto text = replaced(RoleFragment::make(example()).text(), ordersRow,
                               "            case \"orders\": if (operation.StartsWith(\"get\")) { roles += \"anyone \"; } break;\n");
    const auto check = checkOf(shop(*RoleFragment::parse(text)));
    QVERIFY(check != nullptr);
    const auto decision = check->decide({"orders", "getOne", "GET", {}}, nullptr);
    QCOMPARE(nameOf(decision.verdict), nameOf(Verdict::Allowed));
    QCOMPARE(decision.role, std::string("anyone"));
    QVERIFY(decision.targets.empty());
    QCOMPARE(nameOf(check->decide({"orders", "create", "POST", {}}, nullptr).verdict), nameOf(Verdict::Denied));
}

void TestRoles::aTokenTooFullForItsGroupsIsToldSo()
{
    const auto check = checkOf(shop(RoleFragment::make(example())));
    QVERIFY(check != nullptr);
    const CallPlace call{"orders", "getOne", "GET", {}};
    const auto full = claims({{"_claim_names", json::object{{"groups", "src1"}}}});
    const auto refused = check->decide(call, &full);
    QCOMPARE(nameOf(refused.verdict), nameOf(Verdict::Denied));
    QVERIFY(refused.message.find("too many") != std::string::npos);
    const auto implicit = claims({{"hasgroups", true}});
    QVERIFY(check->decide(call, &implicit).message.find("too many") != std::string::npos);
    // Another claim decides.
    auto clerk = full;
    clerk["roles"] = "Order Clerk";
    QCOMPARE(nameOf(check->decide(call, &clerk).verdict), nameOf(Verdict::Allowed));
    const auto plain = claims({});
    QVERIFY(check->decide(call, &plain).message.find("too many") == std::string::npos);
}

void TestRoles::aScopeWithoutBaseIsNotGoverned()
{
    const std::string open = "<policies><inbound><set-header name=\"a\"><value>b</value></set-header></inbound><backend><base /></backend></policies>";
    const std::string closed = "<policies><inbound><base /></inbound><backend><base /></backend></policies>";
    for (const bool drops : {true, false}) {
        const auto configuration = shop(RoleFragment::make(example()), drops ? open : closed);
        const auto check = checkOf(configuration);
        QVERIFY(check != nullptr);
        const auto decision = check->decide({"Orders", "getOne", "GET", {}}, nullptr);
        QCOMPARE(nameOf(decision.verdict), nameOf(drops ? Verdict::Ungoverned : Verdict::Denied));
        QCOMPARE(decision.droppedBy, std::string(drops ? "apis/Orders/policies/policy" : ""));
        QCOMPARE(nameOf(check->decide({"payments", "getOne", "GET", {}}, nullptr).verdict), nameOf(Verdict::Denied));
        // As the effective policies say it.
        ConfigurationDocuments documents(configuration);
        const auto effective = effectivePolicies(documents.applying({"Orders", "getOne", {}}), documents.bindings());
        const bool runs = std::any_of(effective.begin(), effective.end(), [](const EffectivePolicy &policy) {
            return policy.resourceId == "policyFragments/gatehouse-roles" && policy.section == Section::Inbound;
        });
        QCOMPARE(runs, !drops);
        QCOMPARE(codesOf(findingsOf(*configuration, *findRoles(*configuration))).contains("roles.dropped"), drops);
    }
}

void TestRoles::callersOfAnOperationAreFound()
{
    const auto check = checkOf(shop(RoleFragment::make(example())));
    QVERIFY(check != nullptr);
    const auto callers = check->who({"Orders", "getOne", "GET", {}});
    QCOMPARE(callers.size(), std::size_t(2));
    QCOMPARE(callers[0].mapping.value, std::string("11111111-2222"));
    QCOMPARE(callers[0].decision.role, std::string("reader"));
    QCOMPARE(callers[1].mapping.value, std::string("Order Clerk"));
    auto open = example();
    open.grants.push_back({Target::ofApi("orders"), {std::string(signedIn)}});
    const auto signedInOnly = checkOf(shop(RoleFragment::make(open)))->who({"Orders", "getOne", "GET", {}});
    QCOMPARE(signedInOnly.size(), std::size_t(1));
    QCOMPARE(signedInOnly[0].kind, gatehouse::policy::roles::Caller::SignedIn);
}

void TestRoles::claimsAreReadFromWhatIsPasted()
{
    QCOMPARE(stringMember(*readClaims(" { \"sub\": \"me\" } "), "sub"), std::string_view("me"));
    QCOMPARE(stringMember(*readClaims("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9."), "sub"), std::string_view("me"));
    QCOMPARE(stringMember(*readClaims("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln"), "sub"), std::string_view("me"));
    for (const std::string bad : {"", "x", "a.b.c", "[]", "{", "a.e30"})
        QCOMPARE(readClaims(bad).error().code, std::string("roles.noClaims"));
}

void TestRoles::findingsPointAtWhatIsWrong()
{
    auto model = example();
    model.grants.push_back({Target::ofApi("nowhere"), {"clerk"}});
    model.grants.push_back({Target::ofOperation("orders", "gone"), {"clerk"}});
    model.grants.push_back({Target::ofProduct("none"), {"clerk"}});
    model.mappings.push_back({issuer, "roles", "Idle", {"idle"}});
    model.grants = [&] {
        auto without = model.grants;
        std::erase_if(without, [](const Grant &grant) { return grant.target.api == "payments" || grant.target.kind == TargetKind::Method; });
        std::erase_if(without, [](const Grant &grant) { return grant.target.kind == TargetKind::Everything; });
        return without;
    }();
    auto configuration = shop(RoleFragment::make(model));
    auto codes = codesOf(findingsOf(*configuration, *findRoles(*configuration)));
    for (const std::string code : {"roles.noToken", "roles.anyValue", "roles.powerless", "roles.noSuchApi", "roles.noSuchOperation",
                                   "roles.noSuchProduct", "roles.nobody"})
        QVERIFY2(codes.contains(code), code.c_str());
    QVERIFY(!codes.contains("roles.notIncluded"));
    QVERIFY(!codes.contains("roles.ownFrame"));
    configuration = shop(RoleFragment::make(example()));
    configuration->erase(ResourceId::of("policies/policy"));
    codes = codesOf(findingsOf(*configuration, *findRoles(*configuration)));
    for (const std::string code : {"roles.notIncluded", "roles.grantsEverything", "roles.unmapped"})
        QVERIFY2(codes.contains(code), code.c_str());
    QVERIFY(!codes.contains("roles.noSuchApi"));
}

void TestRoles::theFragmentIsIncludedBehindTheValidation()
{
    Resource global{ResourceId::of("policies/policy"), {}, {}, {}};
    global.properties["format"] = "rawxml";
    global.properties["value"] = "<policies>\n    <inbound>\n        <validate-jwt header-name=\"Authorization\" output-token-variable-name=\"jwt\" />\n        "
                                 "<set-header name=\"a\" exists-action=\"delete\" />\n    </inbound>\n    <backend />\n</policies>";
    const auto with = withInclude(&global, "gatehouse-roles");
    QVERIFY(with.has_value());
    const std::string text(stringMember(with->properties, "value"));
    QVERIFY(text.find("variable-name=\"jwt\" />\n        <include-fragment fragment-id=\"gatehouse-roles\" />\n        <set-header") != std::string::npos);
    QCOMPARE(std::string(stringMember(withInclude(&*with, "gatehouse-roles")->properties, "value")), text);
    auto configuration = shop(RoleFragment::make(example()));
    configuration->put(*with);
    QVERIFY(!codesOf(findingsOf(*configuration, *findRoles(*configuration))).contains("roles.noToken"));
}

void TestRoles::aHundredRolesOnTwoHundredApisFit()
{
    RoleModel model;
    std::vector<std::string> roles;
    for (int i = 0; i < 100; ++i) {
        roles.push_back("department-" + std::to_string(100 + i));
        model.mappings.push_back({"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0", "groups",
                                  "11111111-2222-3333-4444-000000000" + std::to_string(100 + i), {roles.back()}});
    }
    for (int i = 0; i < 200; ++i)
        model.grants.push_back({Target::ofApi("api-of-department-" + std::to_string(i)), roles});
    model.normalize();
    const auto fragment = RoleFragment::make(model);
    const auto text = fragment.text();
    QVERIFY2(text.size() < fragmentLimit * 7 / 10, std::to_string(text.size()).c_str());
    qInfo("100 roles x 200 APIs, all granted: %zu KiB", text.size() / 1024);
    QElapsedTimer timer;
    timer.start();
    const auto again = RoleFragment::parse(text);
    QVERIFY(again.has_value());
    QVERIFY(again->model() == model);
    qInfo("read in %lld ms", static_cast<long long>(timer.restart()));
    const auto check = checkOf(shop(fragment));
    QVERIFY(check != nullptr);
    qInfo("compiled in %lld ms", static_cast<long long>(timer.restart()));
    const json::object given{{"iss", model.mappings.front().issuer}, {"groups", json::array{json::value("x"), json::value(model.mappings[50].value)}}};
    for (int i = 0; i < 100; ++i) {
        const auto decision = check->decide({"api-of-department-150", "x", "GET", {}}, &given);
        QCOMPARE(decision.role, model.mappings[50].roles.front());
    }
    qInfo("100 decisions in %lld ms", static_cast<long long>(timer.elapsed()));
}

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"

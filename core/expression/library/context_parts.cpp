// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/guid.h"
#include "core/expression/library/context_objects.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/json.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

//! The part as it is now; a policy can't take it away while the expression runs.
template<auto Part>
auto partOf(Call &c)
{
    const auto part = (c.context().*Part)();
    if (!part)
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    return *part;
}

template<auto Part, auto Member>
Value text(Call &c)
{
    return textValue(c, partOf<Part>(c).*Member);
}

template<auto Part, auto Member>
Value flag(Call &c)
{
    return Value::ofBool(partOf<Part>(c).*Member);
}

template<auto Part, auto Member>
Value time(Call &c)
{
    const auto value = partOf<Part>(c).*Member;
    return value ? utcValue(*value) : Value::null();
}

//! Of context's getters: the part, or null.
template<auto Part, Known Type>
Value whole(Call &c)
{
    return (c.context().*Part)() ? partValue(Type) : Value::null();
}

template<Known Type>
Value always(Call &)
{
    return partValue(Type);
}

Value url(const Text &text)
{
    return text && !text->empty() ? Value::of(make<UrlObject>(*text)) : Value::null();
}

Value named(Call &c, Known known, const std::vector<NamedPart> &parts)
{
    std::vector<Value> items;
    for (const auto &part : parts)
        items.push_back(Value::of(make<NamedObject>(known, textValue(c, part.id), textValue(c, part.name))));
    return Value::of(make<SequenceObject>(c.result(), std::move(items)));
}

Value protocols(Call &c)
{
    std::vector<Value> items;
    for (const auto protocol : c.context().apiProtocols())
        items.push_back(c.text(protocol));
    return Value::of(make<SequenceObject>(c.result(), std::move(items)));
}

Value certificates(Call &c)
{
    auto &context = c.context();
    const auto *comparer = c.library().known(Known::StringComparer);
    constexpr int ordinalIgnoreCase = 5;
    auto map = make<DictionaryObject>(c.result(), make<StringComparerObject>(comparer, ordinalIgnoreCase));
    for (const auto &id : context.certificateIds())
        if (auto certificate = context.certificate(id))
            map->put(Value::ofString(id), std::move(*certificate), true);
    return Value::of(map);
}

Value graphQl(const Text &text)
{
    return text ? parseJson(toUtf16(*text), nullptr, JsonType::Object) : Value::null();
}

Value productState(Call &c)
{
    const auto part = partOf<&Context::product>(c);
    return Value::ofEnum(c.result(), part.state == "Published" ? 1 : 0);
}

Value subscriptionLimit(Call &c)
{
    const auto limit = partOf<&Context::product>(c).subscriptionLimit;
    return limit ? Value::ofInt(*limit) : Value::null();
}

Value carbonIntensity(Call &c)
{
    const auto name = partOf<&Context::deployment>(c).currentCarbonIntensity;
    for (const auto &[known, number] : c.result()->values)
        if (name == known)
            return Value::ofEnum(c.result(), number);
    return Value::ofEnum(c.result(), 0);
}

Value requestId(Call &c)
{
    const auto id = c.context().requestId();
    const auto bytes = id ? parseGuid(toUtf16(*id)) : std::nullopt;
    return Value::of(make<GuidObject>(bytes.value_or(GuidBytes{})));
}

Value elapsed(Call &c)
{
    const auto passed = c.context().clock().utc() - c.context().timestamp();
    return Value::ofTimeSpan(std::chrono::duration_cast<std::chrono::microseconds>(passed).count() * 10);
}

Value trace(Call &c)
{
    c.context().trace(toUtf8(c.stringOrEmpty(1)));
    return Value::null();
}

void declareRoot(Library &library)
{
    library.declare("interface IContext", Known::IContext,
                    {{"IApi Api { get; }", whole<&Context::api, Known::IApi>},
                     {"IBackend Backend { get; }", whole<&Context::backend, Known::IBackend>},
                     {"IDeployment Deployment { get; }", whole<&Context::deployment, Known::IDeployment>},
                     {"TimeSpan Elapsed { get; }", elapsed},
                     {"IGraphQL GraphQL { get; }", [](Call &c) { return c.context().hasGraphQl() ? partValue(Known::IGraphQL) : Value(); }},
                     {"ILastError LastError { get; }", whole<&Context::lastError, Known::ILastError>},
                     {"IOperation Operation { get; }", whole<&Context::operation, Known::IOperation>},
                     {"IProduct Product { get; }", whole<&Context::product, Known::IProduct>},
                     {"IRequest Request { get; }", [](Call &c) { return c.context().hasRequest() ? partValue(Known::IRequest) : Value(); }},
                     {"Guid RequestId { get; }", requestId},
                     {"IResponse Response { get; }",
                      [](Call &c) {
                          auto *response = c.context().response();
                          return response ? Value::of(make<ResponseObject>(*response)) : Value();
                      }},
                     {"ISubscription Subscription { get; }", whole<&Context::subscription, Known::ISubscription>},
                     {"DateTime Timestamp { get; }", [](Call &c) { return utcValue(c.context().timestamp()); }},
                     {"bool Tracing { get; }", [](Call &c) { return Value::ofBool(c.context().tracing()); }},
                     {"IUser User { get; }", whole<&Context::user, Known::IUser>},
                     {"IReadOnlyDictionary<string, object> Variables { get; }",
                      [](Call &c) { return Value::of(make<VariablesObject>(c.context())); }},
                     {"IWorkspace Workspace { get; }", whole<&Context::workspace, Known::IWorkspace>},
                     {"void Trace(string message)", trace}});
}

void declareApi(Library &library)
{
    constexpr auto api = &Context::api;
    library.declare("interface IApi", Known::IApi,
                    {{"string Id { get; }", text<api, &ApiPart::id>},
                     {"string Name { get; }", text<api, &ApiPart::name>},
                     {"string Path { get; }", text<api, &ApiPart::path>},
                     {"string Revision { get; }", text<api, &ApiPart::revision>},
                     {"string Version { get; }", text<api, &ApiPart::version>},
                     {"bool IsCurrentRevision { get; }", flag<api, &ApiPart::isCurrentRevision>},
                     {"IEnumerable<string> Protocols { get; }", protocols},
                     {"IUrl ServiceUrl { get; }", [](Call &c) { return url(partOf<&Context::api>(c).serviceUrl); }},
                     {"ISubscriptionKeyParameterNames SubscriptionKeyParameterNames { get; }",
                      [](Call &c) {
                          const auto part = partOf<&Context::api>(c);
                          const bool has = part.subscriptionKeyHeader || part.subscriptionKeyQuery;
                          return has ? partValue(Known::ISubscriptionKeyParameterNames) : Value();
                      }}});
    library.declare("interface ISubscriptionKeyParameterNames", Known::ISubscriptionKeyParameterNames,
                    {{"string Header { get; }", text<api, &ApiPart::subscriptionKeyHeader>},
                     {"string Query { get; }", text<api, &ApiPart::subscriptionKeyQuery>}});
    constexpr auto operation = &Context::operation;
    library.declare("interface IOperation", Known::IOperation,
                    {{"string Id { get; }", text<operation, &OperationPart::id>},
                     {"string Method { get; }", text<operation, &OperationPart::method>},
                     {"string Name { get; }", text<operation, &OperationPart::name>},
                     {"string UrlTemplate { get; }", text<operation, &OperationPart::urlTemplate>}});
    constexpr auto backend = &Context::backend;
    library.declare("interface IBackend", Known::IBackend,
                    {{"string Id { get; }", text<backend, &BackendPart::id>},
                     {"string AzureRegion { get; }", text<backend, &BackendPart::azureRegion>},
                     {"string Type { get; }", text<backend, &BackendPart::type>}});
    constexpr auto error = &Context::lastError;
    library.declare("interface ILastError", Known::ILastError,
                    {{"string Source { get; }", text<error, &ErrorPart::source>},
                     {"string Reason { get; }", text<error, &ErrorPart::reason>},
                     {"string Message { get; }", text<error, &ErrorPart::message>},
                     {"string Scope { get; }", text<error, &ErrorPart::scope>},
                     {"string Section { get; }", text<error, &ErrorPart::section>},
                     {"string Path { get; }", text<error, &ErrorPart::path>},
                     {"string PolicyId { get; }", text<error, &ErrorPart::policyId>},
                     {"int HttpErrorCode { get; }", [](Call &c) { return Value::ofInt(partOf<&Context::lastError>(c).httpErrorCode); }}});
    library.declare("interface IGraphQL", Known::IGraphQL,
                    {{"JObject Arguments { get; }", [](Call &c) { return graphQl(c.context().graphQlArguments()); }},
                     {"JObject GraphQLArguments { get; }", [](Call &c) { return graphQl(c.context().graphQlArguments()); }},
                     {"JObject Parent { get; }", [](Call &c) { return graphQl(c.context().graphQlParent()); }}});
}

void declareDeployment(Library &library)
{
    constexpr auto deployment = &Context::deployment;
    library.declareEnum("CarbonIntensityCategory", Known::CarbonIntensity,
                        {{"NotAvailable", 0}, {"VeryLow", 1}, {"Low", 2}, {"Medium", 3}, {"High", 4}, {"VeryHigh", 5}});
    library.declare("interface IDeployment", Known::IDeployment,
                    {{"IGateway Gateway { get; }", always<Known::IGateway>},
                     {"string GatewayId { get; }", text<deployment, &DeploymentPart::gatewayId>},
                     {"string Region { get; }", text<deployment, &DeploymentPart::region>},
                     {"string ServiceId { get; }", text<deployment, &DeploymentPart::serviceId>},
                     {"string ServiceName { get; }", text<deployment, &DeploymentPart::serviceName>},
                     {"ISustainabilityInfo SustainabilityInfo { get; }", always<Known::ISustainabilityInfo>},
                     {"IReadOnlyDictionary<string, X509Certificate2> Certificates { get; }", certificates}});
    library.declare("interface IGateway", Known::IGateway,
                    {{"string Id { get; }", text<deployment, &DeploymentPart::gatewayId>},
                     {"string InstanceId { get; }", text<deployment, &DeploymentPart::gatewayInstanceId>},
                     {"bool IsManaged { get; }", flag<deployment, &DeploymentPart::isManaged>}});
    library.declare("interface ISustainabilityInfo", Known::ISustainabilityInfo,
                    {{"CarbonIntensityCategory CurrentCarbonIntensity { get; }", carbonIntensity}});
}

void declarePeople(Library &library)
{
    const auto id = [](Call &c) { return c.object<NamedObject>(0).id(); };
    const auto name = [](Call &c) { return c.object<NamedObject>(0).name(); };
    library.declare("interface IGroup", Known::IGroup, {{"string Id { get; }", id}, {"string Name { get; }", name}});
    library.declare("interface IUserIdentity", Known::IUserIdentity, {{"string Id { get; }", id}, {"string Provider { get; }", name}});
    library.declareEnum("ProductState", Known::ProductState, {{"NotPublished", 0}, {"Published", 1}});
    constexpr auto product = &Context::product;
    library.declare("interface IProduct", Known::IProduct,
                    {{"string Id { get; }", text<product, &ProductPart::id>},
                     {"string Name { get; }", text<product, &ProductPart::name>},
                     {"bool ApprovalRequired { get; }", flag<product, &ProductPart::approvalRequired>},
                     {"bool SubscriptionRequired { get; }", flag<product, &ProductPart::subscriptionRequired>},
                     {"int? SubscriptionLimit { get; }", subscriptionLimit},
                     {"int? SubscriptionsLimit { get; }", subscriptionLimit},
                     {"ProductState State { get; }", productState},
                     {"IEnumerable<IGroup> Groups { get; }", [](Call &c) { return named(c, Known::IGroup, c.context().productGroups()); }},
                     {"IEnumerable<IApi> Apis { get; }", [](Call &c) {
                          std::vector<Value> apis;
                          if (c.context().api())
                              apis.push_back(partValue(Known::IApi));
                          return Value::of(make<SequenceObject>(c.result(), std::move(apis)));
                      }}});
    constexpr auto subscription = &Context::subscription;
    library.declare("interface ISubscription", Known::ISubscription,
                    {{"string Id { get; }", text<subscription, &SubscriptionPart::id>},
                     {"string Key { get; }", text<subscription, &SubscriptionPart::key>},
                     {"string Name { get; }", text<subscription, &SubscriptionPart::name>},
                     {"string PrimaryKey { get; }", text<subscription, &SubscriptionPart::primaryKey>},
                     {"string SecondaryKey { get; }", text<subscription, &SubscriptionPart::secondaryKey>},
                     {"DateTime CreatedDate { get; }",
                      [](Call &c) {
                          const auto created = partOf<&Context::subscription>(c).createdDate;
                          return created ? utcValue(*created) : Value::ofDateTime(0, 0);
                      }},
                     {"DateTime? StartDate { get; }", time<subscription, &SubscriptionPart::startDate>},
                     {"DateTime? EndDate { get; }", time<subscription, &SubscriptionPart::endDate>}});
    constexpr auto user = &Context::user;
    library.declare("interface IUser", Known::IUser,
                    {{"string Id { get; }", text<user, &UserPart::id>},
                     {"string Email { get; }", text<user, &UserPart::email>},
                     {"string FirstName { get; }", text<user, &UserPart::firstName>},
                     {"string LastName { get; }", text<user, &UserPart::lastName>},
                     {"string Note { get; }", text<user, &UserPart::note>},
                     {"DateTime RegistrationDate { get; }",
                      [](Call &c) {
                          const auto registered = partOf<&Context::user>(c).registrationDate;
                          return registered ? utcValue(*registered) : Value::ofDateTime(0, 0);
                      }},
                     {"IEnumerable<IGroup> Groups { get; }", [](Call &c) { return named(c, Known::IGroup, c.context().userGroups()); }},
                     {"IEnumerable<IUserIdentity> Identities { get; }",
                      [](Call &c) { return named(c, Known::IUserIdentity, c.context().userIdentities()); }}});
    constexpr auto workspace = &Context::workspace;
    library.declare("interface IWorkspace", Known::IWorkspace,
                    {{"string Id { get; }", text<workspace, &WorkspacePart::id>}, {"string Name { get; }", text<workspace, &WorkspacePart::name>}});
}

} // namespace

void declareContextParts(Library &library)
{
    declareRoot(library);
    declareApi(library);
    declareDeployment(library);
    declarePeople(library);
}

void declareContext(Library &library)
{
    declareContextParts(library);
    declareContextMaps(library);
    declareContextMessages(library);
    declareContextUrl(library);
    declareContextTokens(library);
}

} // namespace gatehouse::expression

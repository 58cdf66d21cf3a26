// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/configuration_documents.h"
#include "core/resource/configuration.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui::limits {

//! What a limit counts.
enum class LimitKind { RateLimit, RateLimitByKey, Quota, QuotaByKey };

//! One limit as it stands in a policy document. `calls` and `period` are kept as written, since they may be expressions or named values.
struct Limit
{
    LimitKind kind = LimitKind::RateLimit;
    resource::ResourceId document; //!< "apis/orders/policies/policy" or "policyFragments/x"
    policy::Scope scope = policy::Scope::Global; //!< of a fragment: Global
    bool inFragment = false;
    policy::NodeId node = policy::noNode; //!< the element with the attributes
    std::string target; //!< of a child of rate-limit or quota: "api orders", "operation getOrder"; "" : the whole scope
    std::string calls, period, bandwidth, counterKey;
    int line = 0;

    //! Identity within a configuration: document and ordinal among its limits.
    std::string key;
};

//! Where a limit takes effect.
struct EffectiveLimit
{
    Limit limit;
    std::string apiId, operationId, productId; //!< productId "" : without a product's key
};

//! Every rate limit and quota of a configuration, and which of them an operation meets. Knows no widget. Reads documents lazily; not
//! thread-safe, but independent of the window: made in the background and handed over.
class LimitCatalog
{
public:
    explicit LimitCatalog(std::shared_ptr<const resource::Configuration> configuration);

    const std::vector<Limit> &limits() const { return m_limits; }
    //! In the order they are met; `productId` names the product whose key is used.
    std::vector<EffectiveLimit> effective(const std::string &apiId, const std::string &operationId, const std::string &productId = {});
    //! How many operations meet the limit, over all products.
    std::size_t operationsOf(const Limit &limit);
    //! Documents that could not be read.
    const std::map<resource::ResourceId, Diagnostics> &findings() const { return m_documents.findings(); }

private:
    void collect(const resource::ResourceId &document, policy::Scope scope, bool inFragment);

    policy::ConfigurationDocuments m_documents;
    std::vector<Limit> m_limits;
    std::map<std::pair<resource::ResourceId, policy::NodeId>, std::size_t> m_byNode;
    std::map<std::string, std::size_t> m_operations; //!< by key; filled by the first operationsOf()
};

struct LimitValues
{
    std::string calls;
    std::string period; //!< seconds
};

//! The document's text with the limit's calls and renewal-period set; every other byte stays. Fails with NotFound "limits.gone" when the
//! document has no such limit any more, or Invalid "limits.badValue" (args: name, value, reason).
Result<resource::Resource> withValues(const resource::Resource &document, const Limit &limit, const LimitValues &values);
//! Without the limit, its line included.
Result<resource::Resource> withoutLimit(const resource::Resource &document, const Limit &limit);
//! With a new rate-limit (by subscription) or, given a counter key, rate-limit-by-key after <base/> in inbound. A null document makes a new one.
Result<resource::Resource> withNewLimit(const resource::Resource *document, const resource::ResourceId &id, const LimitValues &values,
                                        const std::string &counterKey);
//! Whether text is acceptable as calls (1 or more) or period (1 to 300 s for rate-limit); expressions and {{named values}} are.
std::optional<std::string> whyNot(LimitKind kind, const LimitValues &values);

std::string_view nameOf(LimitKind kind); //!< "rate-limit", ...

} // namespace gatehouse::ui::limits

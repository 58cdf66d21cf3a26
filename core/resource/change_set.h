// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"
#include "core/resource/diff.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::resource {

enum class ChangeKind { Put, Delete, Action };

//! Whether undoing brings everything back.
enum class InverseKind {
    Exact,
    Partial, //!< `lost` names what can't come back (children of a delete that the baseline lacks, generated keys)
    Impossible, //!< a regenerated key
};

struct Inverse;

//! One staged change with what it was made against.
struct ChangeItem
{
    ChangeKind kind = ChangeKind::Put;
    ResourceId id;
    std::optional<Resource> after; //!< of Put
    std::string action; //!< of Action: "regeneratePrimaryKey"
    std::optional<Resource> before; //!< the baseline; absent: it did not exist
    //! Of Delete: nothing stands below it, or all that does has an item of its own in the set.
    bool coversDescendants = false;
    std::string baselineEtag; //!< If-Match of the call; "" : If-None-Match semantics for a create, "*" when the source
                              //!< gives no ETag

    Inverse inverse() const;
};

struct Inverse
{
    InverseKind kind = InverseKind::Exact;
    std::optional<ChangeItem> item; //!< absent when Impossible
    std::vector<std::string> lost;
};

//! Staged changes, at most one item a resource and action; a second edit of a resource replaces `after` and keeps the
//! baseline. A value; JSON keeps it across a crash (secrets in it are the caller's to protect: mode 600).
class ChangeSet
{
public:
    //! Stages; a put equal to the baseline drops the item, and so does the delete of what the set itself would make. A
    //! delete takes the staged items below it along, unless it covers its descendants.
    void stage(ChangeItem item);
    //! Drops all items of the resource; false when there was none.
    bool discard(const ResourceId &id);
    void clear() { m_items.clear(); }
    const std::vector<ChangeItem> &items() const { return m_items; }
    //! The put or delete of the resource, or nullptr.
    const ChangeItem *find(const ResourceId &id) const;
    bool empty() const { return m_items.empty(); }

    //! Order of the calls: puts by dependsOn and depth, then actions, then deletes in reverse.
    //! Within those, what is referred to comes first.
    std::vector<ChangeItem> inOrder() const;
    //! How to take it all back, in the order to do it.
    std::vector<Inverse> inverses() const;
    //! The configuration as it would be.
    Configuration appliedTo(const Configuration &base) const;

    json::value toJson() const;
    //! Fails with Invalid "changeSet.invalid" (args: item).
    static Result<ChangeSet> fromJson(const json::value &value);

    //! What turns `before` into `after`. Secrets that `after` does not show stay as `before` has them.
    static ChangeSet between(const Configuration &before, const Configuration &after, const DiffOptions &options = {});

private:
    std::vector<ChangeItem> m_items;
};

} // namespace gatehouse::resource

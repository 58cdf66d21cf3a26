// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/message.h"
#include "core/resource/configuration.h"
#include "core/store/configuration_store.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::management {

//! One audit record that a plan wants: what happened to `id`.
struct PlannedRecord
{
    resource::ResourceId id;
    std::string action; //!< "put", "patch", "delete", "import", "regeneratePrimaryKey"
};

//! A change that was found valid against a configuration: all of it in one transaction, with its audit records.
struct WritePlan
{
    std::vector<store::Write> writes;
    std::vector<PlannedRecord> records;
    std::string action;
    int status = 200; //!< of the answer
    //! The answer when it is done; `after` has the new ETags.
    std::function<http::Response(const resource::Configuration &after)> answer;

    void put(resource::Resource resource, store::Precondition precondition = {});
    void remove(const resource::ResourceId &id, store::Precondition precondition = {});
};

//! A secret leaves: the answer goes out when the record of it is on disk.
struct SecretReading
{
    resource::ResourceId id;
    std::string action;
    http::Response answer;
};

using Outcome = std::variant<http::Response, WritePlan, SecretReading>;

} // namespace gatehouse::management

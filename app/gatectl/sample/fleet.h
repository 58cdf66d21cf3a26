// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/http/url_template.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gatectl::sample {

//! One operation: what the backend does and how often it is called.
struct OperationPlan
{
    std::string id, method;
    http::UrlTemplate urlTemplate;
    double weight = 0; //!< of all calls
    double medianMilliseconds = 5, sigma = 0.4; //!< log-normal
    double hang = 0; //!< probability of not answering in time
    std::vector<std::pair<int, double>> statuses; //!< other than the usual one, with probability
    std::string query; //!< of a call
    std::map<std::string, std::string> headers; //!< of a call; "a|b|?" is one of them, "?" none
    std::string requestBody; //!< the document's example
    int usualStatus = 200;
    std::map<int, json::value> responses; //!< the document's examples by status
};

struct ApiPlan
{
    std::string id, path;
    std::string document; //!< OpenAPI text
    std::map<std::string, std::string> parameters; //!< name to pattern, "#" is a digit
    std::vector<OperationPlan> operations;

    const OperationPlan *find(std::string_view operation) const;
};

struct SubscriberPlan
{
    std::string subscription;
    double weight = 0;
    std::vector<std::string> apis;
};

//! A resource to install; strings of its properties may hold "${orders}", the address of a backend.
struct ResourcePlan
{
    std::string id;
    json::object properties;
};

struct Mischief
{
    double missingKey = 0, wrongKey = 0, revokedKey = 0, unknownPath = 0, preflight = 0;
    std::string revokedSubscription;
    int burstEverySeconds = 0, burstCalls = 0;
    std::string burstSubscription, burstApi, burstOperation;
};

//! The sample fleet as resources/sample/fleet.json and the documents describe it.
struct Fleet
{
    std::vector<ApiPlan> apis;
    std::vector<ResourcePlan> resources;
    std::vector<SubscriberPlan> subscribers;
    Mischief mischief;

    const ApiPlan *find(std::string_view api) const;
};

//! Reads the compiled-in files. Fails with Corrupt "sample.badFile" (args: file, reason): a bug of the build.
Result<Fleet> loadFleet();

} // namespace gatehouse::gatectl::sample

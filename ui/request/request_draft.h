// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/remote/network.h"
#include "core/resource/configuration.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui::request {

//! One field of a request form, from the operation's definition.
struct Parameter
{
    enum Place { Path, Query, Header } place = Path;
    std::string name;
    std::string value; //!< an example or default to begin with
    std::string description;
    bool required = false;
};

//! A request as a person fills it in. A value; knows no widget and no network.
struct RequestDraft
{
    std::string method = "GET";
    std::string gatewayUrl; //!< "http://127.0.0.1:8080"
    std::string apiPath; //!< "orders"
    std::string urlTemplate; //!< "/{id}"
    std::vector<Parameter> parameters;
    std::string contentType; //!< "" : no body
    std::string body;
    std::string keyHeader; //!< the API's name for the key header
    std::string subscriptionId; //!< whose key; "" : none

    //! Names of required parameters without a value.
    std::vector<std::string> missing() const;
    std::string url() const;
    //! Headers without the key.
    remote::HeaderList headers() const;
    //! A bash command; the key is written as $SUBSCRIPTION_KEY unless given.
    std::string toCurl(const std::optional<SecretString> &key = std::nullopt) const;
    remote::HttpCall toCall(const SecretString &key) const;
};

//! From the operation's template, query and header parameters, and the first request representation with an example.
RequestDraft draftOf(const resource::Configuration &configuration, const resource::ResourceId &operation, const std::string &gatewayUrl);

//! Subscriptions whose key opens the API: those of the API, of a product with it, and of all APIs; active ones, in id order.
std::vector<resource::ResourceId> subscriptionsFor(const resource::Configuration &configuration, const resource::ResourceId &api);

} // namespace gatehouse::ui::request

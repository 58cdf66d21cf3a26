// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <map>
#include <string>

namespace gatehouse::policy {

using MockSchemas = std::map<std::string, json::object, std::less<>>;

struct MockSample
{
    std::string contentType;
    std::string body;
};

//! What mock-response answers by an operation's definition (ARM properties): the example of the representation, else a sample made
//! of its schema, else nothing. `contentType` "" takes the first representation; `index` picks among its examples.
MockSample mockSample(const json::object &operation, const MockSchemas &schemas, int status, const std::string &contentType,
                      std::size_t index = 0);

} // namespace gatehouse::policy

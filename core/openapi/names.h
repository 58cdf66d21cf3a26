// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace gatehouse::openapi {

//! Resource names of operations, each made once: letters, digits, "." , "-" and "_" stay, any other run becomes one
//! dash, dashes at the ends go, 76 characters are kept and "-1" to "-999" tells equal ones apart. Azure's rules, with
//! the case of an operationId kept, as its answers show.
class OperationNames
{
public:
    //! "" when no name is left: there are more than a thousand equal ones.
    std::string make(std::string_view operationId);
    //! "GET", "/orders/{id}" -> "get-orders-id"
    std::string make(std::string_view method, std::string_view path);

private:
    std::unordered_set<std::string> m_used; //!< lower case: ARM ids compare without
};

//! "/user/login", "GET" -> "UserLoginGet"; "/pets/{petId}" -> "Pets-petId-Get": how Azure names a schema that has no
//! name.
std::string schemaNameStem(std::string_view path, std::string_view method);
//! "application/json" -> "ApplicationJson"
std::string pascalCase(std::string_view text);
//! 24 hexadecimal digits that depend on `seed` alone, so that a second import replaces the first one's schema.
std::string hexId(std::string_view seed);

} // namespace gatehouse::openapi

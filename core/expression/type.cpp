// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/type.h"

namespace gatehouse::expression {

bool Type::isReference() const
{
    switch (kind) {
    case TypeKind::Object:
    case TypeKind::String:
    case TypeKind::Class:
    case TypeKind::Interface:
    case TypeKind::Array:
    case TypeKind::Delegate:
    case TypeKind::Anonymous:
    case TypeKind::Null:
        return true;
    default:
        return false;
    }
}

std::string fullNameOf(const Type &type)
{
    if (type.kind == TypeKind::Array)
        return fullNameOf(*type.element()) + "[]";
    if (type.known == Known::Grid2 || type.known == Known::Grid3)
        return fullNameOf(*type.element()) + (type.known == Known::Grid2 ? "[,]" : "[,,]");
    std::string name = type.fullName;
    if (!type.arguments.empty() && type.definition != &type) {
        name += '`' + std::to_string(type.arguments.size()) + '[';
        for (std::size_t i = 0; i < type.arguments.size(); ++i)
            name += (i ? "," : "") + fullNameOf(*type.arguments[i]);
        name += ']';
    }
    return name;
}

std::string nameOf(const Type &type)
{
    if (type.kind == TypeKind::Array)
        return nameOf(*type.element()) + "[]";
    if (type.kind == TypeKind::Nullable)
        return nameOf(*type.element()) + "?";
    if (type.known == Known::Grid2 || type.known == Known::Grid3)
        return nameOf(*type.element()) + (type.known == Known::Grid2 ? "[,]" : "[,,]");
    std::string name = type.shortName;
    if (!type.arguments.empty()) {
        name += '<';
        for (std::size_t i = 0; i < type.arguments.size(); ++i)
            name += (i ? ", " : "") + nameOf(*type.arguments[i]);
        name += '>';
    }
    return name;
}

} // namespace gatehouse::expression

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/bridge.h"

#include "core/expression/library.h"
#include "core/expression/objects.h"

#include <cmath>

namespace gatehouse::expression {

namespace {

bool takes(const Member &member, const Type *first)
{
    if (!member.isStatic || member.kind != MemberKind::Method || member.parameters.empty() || member.parameters[0].type != first)
        return false;
    for (std::size_t i = 1; i < member.parameters.size(); ++i) {
        if (!member.parameters[i].hasDefault)
            return false;
    }
    return true;
}

Value invoke(Machine &machine, const Member &member, const Value &value)
{
    std::vector<Value> arguments{value};
    for (std::size_t i = 1; i < member.parameters.size(); ++i)
        arguments.push_back(member.parameters[i].defaultValue);
    Call call(machine, arguments.data(), arguments.size(), {}, member.result);
    return member.native(call);
}

std::string_view convertMethod(const Type *target)
{
    switch (target->kind) {
    case TypeKind::Bool: return "ToBoolean";
    case TypeKind::Char: return "ToChar";
    case TypeKind::SByte: return "ToSByte";
    case TypeKind::Byte: return "ToByte";
    case TypeKind::Int16: return "ToInt16";
    case TypeKind::UInt16: return "ToUInt16";
    case TypeKind::Int32: return "ToInt32";
    case TypeKind::UInt32: return "ToUInt32";
    case TypeKind::Int64: return "ToInt64";
    case TypeKind::UInt64: return "ToUInt64";
    case TypeKind::Single: return "ToSingle";
    case TypeKind::Double: return "ToDouble";
    case TypeKind::Decimal: return "ToDecimal";
    default: return target->known == Known::DateTime ? "ToDateTime" : "";
    }
}

bool isConvertible(const Type *type)
{
    return (type->kind >= TypeKind::Bool && type->kind <= TypeKind::String) || type->kind == TypeKind::Enum || type->known == Known::DateTime;
}

//! The conversions that nearly every expression makes, without a look-up.
std::optional<Value> quickly(const Value &value, const Type *target)
{
    if (value.tag() == Tag::Int64 || value.tag() == Tag::Int32) {
        const std::int64_t number = value.integer();
        if (target->kind == TypeKind::Int32 && number == static_cast<std::int32_t>(number))
            return Value::ofInt(static_cast<std::int32_t>(number));
        if (target->kind == TypeKind::Int64)
            return Value::ofLong(number);
        if (target->kind == TypeKind::Double)
            return Value::ofDouble(static_cast<double>(number));
        if (target->kind == TypeKind::Bool)
            return Value::ofBool(number != 0);
    }
    return std::nullopt;
}

} // namespace

std::optional<Value> callStatic(Machine &machine, const Type *type, std::string_view name, const Value &value)
{
    if (!type)
        return std::nullopt;
    const auto members = machine.library().members(*type, name);
    const Type *exact = machine.library().typeOf(value);
    const Type *object = machine.library().known(Known::Object);
    for (const Type *first : {exact, object}) {
        for (const Member *member : members) {
            if (takes(*member, first))
                return invoke(machine, *member, value);
        }
    }
    return std::nullopt;
}

Value changeType(Machine &machine, const Value &value, const Type *target)
{
    if (value.isNull()) {
        if (!target->isReference())
            raise(Raised::InvalidCast, "Null object cannot be converted to a value type.");
        return Value::null();
    }
    if (auto quick = quickly(value, target))
        return *quick;
    const Library &library = machine.library();
    const Type *type = library.typeOf(value);
    if (type == target || target->kind == TypeKind::Object)
        return value;
    if (!isConvertible(type))
        raise(Raised::InvalidCast, "Object must implement IConvertible.");
    if (target->kind == TypeKind::String)
        return Value::ofString(machine.text(value));
    const auto method = convertMethod(target);
    if (!method.empty()) {
        if (auto converted = callStatic(machine, library.known(Known::Convert), method, value))
            return *converted;
    }
    raise(Raised::InvalidCast, "Invalid cast from '" + fullNameOf(*type) + "' to '" + fullNameOf(*target) + "'.");
}

std::optional<Value> readProperty(Machine &machine, const Value &object, std::string_view name)
{
    const Type *type = machine.library().typeOf(object);
    for (const Member *member : machine.library().members(*type, name)) {
        if (member->kind != MemberKind::Property || member->isStatic || !member->native)
            continue;
        Value self = object;
        Call call(machine, &self, 1, type->arguments, member->result);
        return member->native(call);
    }
    return std::nullopt;
}

Value runTask(Call &call, std::unique_ptr<EagerTask> task)
{
    task->first = task->run(call.machine());
    if (task->first.kind != Poll::Call)
        return std::move(task->first.value);
    return call.await(std::move(task));
}

} // namespace gatehouse::expression

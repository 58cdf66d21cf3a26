// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library.h"

#include "core/expression/library/groups.h"
#include "core/expression/objects.h"
#include "core/expression/signature.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <unordered_map>

namespace gatehouse::expression {

namespace {

//! What a policy expression sees without qualification (reference README; Microsoft's page says no more).
constexpr std::string_view usings[]{"", "System", "System.Collections", "System.Collections.Generic", "System.Globalization", "System.IO",
    "System.Linq", "System.Net", "System.Security.Cryptography", "System.Security.Cryptography.X509Certificates", "System.Text",
    "System.Text.RegularExpressions", "System.Xml", "System.Xml.Linq", "Newtonsoft.Json", "Newtonsoft.Json.Linq"};

constexpr std::pair<std::string_view, TypeKind> keywords[]{{"object", TypeKind::Object}, {"bool", TypeKind::Bool},
    {"char", TypeKind::Char}, {"sbyte", TypeKind::SByte}, {"byte", TypeKind::Byte}, {"short", TypeKind::Int16},
    {"ushort", TypeKind::UInt16}, {"int", TypeKind::Int32}, {"uint", TypeKind::UInt32}, {"long", TypeKind::Int64},
    {"ulong", TypeKind::UInt64}, {"float", TypeKind::Single}, {"double", TypeKind::Double}, {"decimal", TypeKind::Decimal},
    {"string", TypeKind::String}, {"void", TypeKind::Void}};

TypeKind kindOf(const TypeText &text, Known known)
{
    if (known >= Known::Object && known <= Known::String)
        return static_cast<TypeKind>(static_cast<int>(TypeKind::Object) + static_cast<int>(known) - static_cast<int>(Known::Object));
    if (text.keyword == "delegate")
        return TypeKind::Delegate;
    return text.keyword == "struct" ? TypeKind::Struct : text.keyword == "interface" ? TypeKind::Interface : TypeKind::Class;
}

std::string keyOf(std::string_view name, std::size_t arity)
{
    return arity ? std::string(name) + '`' + std::to_string(arity) : std::string(name);
}

} // namespace

struct Library::Data
{
    struct Pending
    {
        Type *type = nullptr;
        TypeText text;
        std::vector<Declaration> members;
        bool hasBases = false;
    };
    struct Members
    {
        std::unordered_map<std::string, std::vector<const Member *>> byName;
        std::vector<const Member *> constructors;
        std::vector<const Member *> operators;
    };

    mutable std::recursive_mutex mutex; //!< of what grows after construction
    std::deque<Type> types;
    std::deque<Member> memberStore;
    std::deque<Pending> pending;
    std::unordered_map<const Type *, std::size_t> pendingOf; //!< the declaration that has the bases
    std::unordered_map<std::string, Type *> byFullName; //!< with `n
    std::unordered_map<std::string, Type *> byShortName; //!< every namespace
    std::unordered_map<std::string, Type *> byScopedName; //!< of `usings` and the keywords
    std::set<std::string, std::less<>> namespaces;
    std::map<std::pair<const Type *, std::vector<const Type *>>, const Type *> closed;
    std::map<std::vector<std::pair<std::u16string, const Type *>>, const Type *> anonymous;
    std::unordered_map<const Type *, Members> members;
    std::unordered_map<std::string, std::vector<const Member *>> extensions;

    Type *add(Type type)
    {
        types.push_back(std::move(type));
        auto *added = &types.back();
        if (!added->definition)
            added->definition = added;
        return added;
    }
    void name(Type *type, std::size_t arity)
    {
        const auto key = keyOf(type->fullName, arity);
        byFullName.emplace(key, type);
        byShortName.emplace(keyOf(type->shortName, arity), type);
        const auto dot = type->fullName.rfind('.');
        const auto space = dot == std::string::npos ? std::string_view() : std::string_view(type->fullName).substr(0, dot);
        if (std::find(std::begin(usings), std::end(usings), space) != std::end(usings))
            byScopedName.emplace(keyOf(type->shortName, arity), type);
        for (auto at = space.find('.'); !space.empty(); at = space.find('.', at + 1)) {
            namespaces.emplace(space.substr(0, at));
            if (at == std::string_view::npos)
                break;
        }
    }
    const Type *parameter(std::string_view name)
    {
        Type type;
        type.kind = TypeKind::Parameter;
        type.fullName = type.shortName = name;
        return add(std::move(type));
    }
};

Library::Library()
    : m_data(std::make_unique<Data>()), m_known(static_cast<std::size_t>(Known::Count_)),
      m_primitives(static_cast<std::size_t>(TypeKind::Lambda) + 1)
{
    for (const auto kind : {TypeKind::Void, TypeKind::Null, TypeKind::Lambda}) {
        Type type;
        type.kind = kind;
        type.fullName = type.shortName = kind == TypeKind::Void ? "void" : kind == TypeKind::Null ? "<null>" : "lambda expression";
        m_primitives[static_cast<std::size_t>(kind)] = m_data->add(std::move(type));
    }
    declareLanguage(*this);
    declareReflection(*this);
    declareStrings(*this);
    declareNumbers(*this);
    declareTime(*this);
    declareIdentifiers(*this);
    declareEncodings(*this);
    declareUris(*this);
    declareCollections(*this);
    declareLinq(*this);
    declareRegex(*this);
    declareJson(*this);
    declareXml(*this);
    declareCrypto(*this);
    declareContext(*this);

    for (const auto &[word, kind] : keywords)
        if (const auto *type = primitive(kind))
            m_data->byScopedName[std::string(word)] = const_cast<Type *>(type);
    for (std::size_t i = 0; i < m_data->pending.size(); ++i)
        if (m_data->pending[i].hasBases)
            m_data->pendingOf.emplace(m_data->pending[i].type, i);
    for (auto &pending : m_data->pending)
        resolveBases(*pending.type);
    for (auto &pending : m_data->pending)
        resolveMembers(pending.type, pending.members);
    m_data->pending.clear();
}

Library::~Library() = default;

void Library::declare(std::string_view declaration, Known known, std::initializer_list<Declaration> members)
{
    auto text = readType(declaration);
    const auto arity = text.parameters.size();
    auto &slot = m_data->byFullName[keyOf(text.fullName, arity)];
    if (!slot) {
        Type type;
        type.kind = kindOf(text, known);
        type.fullName = text.fullName;
        type.shortName = text.fullName.substr(text.fullName.rfind('.') + 1);
        type.known = known;
        type.isStatic = text.isStatic;
        slot = m_data->add(std::move(type));
        for (const auto &name : text.parameters)
            slot->arguments.push_back(m_data->parameter(name));
        m_data->name(slot, arity);
        if (known != Known::None && !m_known[static_cast<std::size_t>(known)]) {
            m_known[static_cast<std::size_t>(known)] = slot;
            if (slot->kind >= TypeKind::Object && slot->kind <= TypeKind::String) {
                m_primitives[static_cast<std::size_t>(slot->kind)] = slot;
                for (const auto &[word, kind] : keywords)
                    if (kind == slot->kind)
                        slot->shortName = word;
            }
        }
    }
    const bool hasBases = !text.bases.empty() || text.keyword == "delegate";
    m_data->pending.push_back({slot, std::move(text), std::vector<Declaration>(members), hasBases});
}

void Library::declareEnum(std::string_view fullName, Known known,
                          std::initializer_list<std::pair<const char *, std::int32_t>> values, bool isFlags)
{
    Type type;
    type.kind = TypeKind::Enum;
    type.fullName = fullName;
    type.shortName = type.fullName.substr(type.fullName.rfind('.') + 1);
    type.known = known;
    type.isFlags = isFlags;
    for (const auto &[name, value] : values)
        type.values.emplace_back(name, value);
    auto *added = m_data->add(std::move(type));
    m_data->name(added, 0);
    if (known != Known::None)
        m_known[static_cast<std::size_t>(known)] = added;
}

void Library::resolveBases(Type &type)
{
    const auto found = m_data->pendingOf.find(&type);
    if (type.kind != TypeKind::Object && type.kind != TypeKind::Interface && !type.base)
        type.base = known(Known::Object);
    if (found == m_data->pendingOf.end())
        return;
    const auto text = m_data->pending[found->second].text;
    m_data->pendingOf.erase(found);
    const TypeScope scope{*this, type.arguments, [this](std::string_view name, std::size_t arity) { return findAny(name, arity); }};
    if (text.keyword == "delegate") {
        // The names of this declaration's own parameters are those of the first one.
        for (const auto &parameter : text.delegateParameters)
            type.parameters.push_back(readTypeName(parameter, scope));
        type.result = readTypeName(text.result, scope);
        return;
    }
    for (const auto &name : text.bases) {
        const auto *base = readTypeName(name, scope);
        if (base->kind == TypeKind::Interface) {
            type.interfaces.push_back(base);
            for (const auto *inherited : base->interfaces)
                type.interfaces.push_back(inherited);
        } else {
            type.base = base;
        }
    }
    if (type.base)
        type.interfaces.insert(type.interfaces.end(), type.base->interfaces.begin(), type.base->interfaces.end());
    std::vector<const Type *> unique;
    for (const auto *interface : type.interfaces)
        if (std::find(unique.begin(), unique.end(), interface) == unique.end())
            unique.push_back(interface);
    type.interfaces = std::move(unique);
}

const Type *Library::findAny(std::string_view name, std::size_t arity) const
{
    for (const auto &[word, kind] : keywords)
        if (name == word && arity == 0)
            return primitive(kind);
    const auto key = keyOf(name, arity);
    auto &map = name.find('.') == std::string_view::npos ? m_data->byShortName : m_data->byFullName;
    if (const auto scoped = m_data->byScopedName.find(key); scoped != m_data->byScopedName.end())
        return scoped->second;
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

void Library::resolveMembers(const Type *type, const std::vector<Declaration> &declarations)
{
    auto &members = m_data->members[type];
    const TypeScope scope{*this, type->arguments, [this](std::string_view name, std::size_t arity) { return findAny(name, arity); }};
    for (const auto &declaration : declarations) {
        Member read;
        try {
            read = readMember(declaration.signature, type, scope, [this](std::string_view name) { return m_data->parameter(name); });
        } catch (const std::logic_error &error) {
            throw std::logic_error(type->fullName + ": " + declaration.signature + ": " + error.what());
        }
        read.native = declaration.native;
        read.setter = declaration.setter;
        m_data->memberStore.push_back(std::move(read));
        const auto *member = &m_data->memberStore.back();
        switch (member->kind) {
        case MemberKind::Constructor:
            members.constructors.push_back(member);
            break;
        case MemberKind::ImplicitConversion:
        case MemberKind::ExplicitConversion:
        case MemberKind::Operator:
            members.operators.push_back(member);
            break;
        default:
            members.byName[member->name].push_back(member);
            if (member->isExtension)
                m_data->extensions[member->name].push_back(member);
        }
    }
}

const Type *Library::findType(std::string_view name, std::size_t arity) const
{
    const auto key = keyOf(name, arity);
    if (const auto scoped = m_data->byScopedName.find(key); scoped != m_data->byScopedName.end())
        return scoped->second;
    const auto found = m_data->byFullName.find(key);
    return found == m_data->byFullName.end() ? nullptr : found->second;
}

bool Library::isNamespace(std::string_view name) const
{
    return m_data->namespaces.contains(name);
}

const Type *Library::exceptionType(Raised kind) const
{
    const auto *type = findType(fullNameOf(kind));
    return type ? type : known(Known::Exception);
}

const Type *Library::arrayOf(const Type *element) const
{
    const std::lock_guard lock(m_data->mutex);
    auto &slot = m_data->closed[{nullptr, {element}}];
    if (slot)
        return slot;
    Type type;
    type.kind = TypeKind::Array;
    type.fullName = type.shortName = "[]";
    type.arguments = {element};
    auto *added = m_data->add(std::move(type));
    slot = added;
    added->hasTupleNames = element->hasTupleNames;
    added->base = known(Known::Array);
    if (const auto *list = known(Known::IList1)) {
        const auto add = [&](const Type *interface) {
            added->interfaces.push_back(interface);
            for (const auto *inherited : interface->interfaces)
                if (std::find(added->interfaces.begin(), added->interfaces.end(), inherited) == added->interfaces.end())
                    added->interfaces.push_back(inherited);
        };
        add(close(list, std::span(&element, 1)));
        if (const auto *readOnly = known(Known::IReadOnlyList1))
            add(close(readOnly, std::span(&element, 1)));
    }
    return added;
}

const Type *Library::nullableOf(const Type *value) const
{
    if (value->kind != TypeKind::Parameter && value->isReference())
        return value;
    if (value->kind == TypeKind::Nullable)
        return value;
    const std::lock_guard lock(m_data->mutex);
    auto &slot = m_data->closed[{m_primitives[0], {value}}];
    if (slot)
        return slot;
    Type type;
    type.kind = TypeKind::Nullable;
    type.fullName = "System.Nullable";
    type.shortName = "Nullable";
    type.hasTupleNames = value->hasTupleNames;
    type.arguments = {value};
    type.definition = known(Known::Nullable);
    type.base = known(Known::Object);
    type.known = Known::Nullable;
    slot = m_data->add(std::move(type));
    return slot;
}

const Type *Library::close(const Type *definition, std::span<const Type *const> arguments) const
{
    if (definition->known == Known::Nullable)
        return nullableOf(arguments[0]);
    if (definition->arguments.size() != arguments.size() || definition->kind == TypeKind::Array)
        return definition;
    if (std::equal(arguments.begin(), arguments.end(), definition->arguments.begin()))
        return definition;
    const std::lock_guard lock(m_data->mutex);
    if (m_data->pendingOf.contains(definition))
        const_cast<Library *>(this)->resolveBases(const_cast<Type &>(*definition));
    std::vector<const Type *> key(arguments.begin(), arguments.end());
    auto &slot = m_data->closed[{definition, key}];
    if (slot)
        return slot;
    auto *added = m_data->add(*definition);
    slot = added;
    added->definition = definition;
    added->arguments = std::move(key);
    const auto put = [&](const Type *type) { return type ? substitute(type, definition->arguments, arguments) : nullptr; };
    added->base = put(definition->base);
    for (auto &interface : added->interfaces)
        interface = put(interface);
    for (auto &parameter : added->parameters)
        parameter = put(parameter);
    added->result = put(definition->result);
    for (const auto *argument : arguments)
        added->hasTupleNames |= argument->hasTupleNames;
    if (added->known == Known::ValueTuple)
        for (std::size_t i = 0; i < arguments.size(); ++i)
            added->fields.push_back({u"Item" + toUtf16(std::to_string(i + 1)), arguments[i]});
    return added;
}

const Type *Library::close(Known definition, std::initializer_list<const Type *> arguments) const
{
    const auto *open = known(definition);
    if (!open)
        throw std::logic_error("a type is closed that is not declared");
    if (open->arguments.size() != arguments.size())
        open = findType(open->fullName, arguments.size());
    return close(open, std::span(arguments.begin(), arguments.size()));
}

const Type *Library::anonymous(std::vector<Field> fields) const
{
    const std::lock_guard lock(m_data->mutex);
    std::vector<std::pair<std::u16string, const Type *>> key;
    for (const auto &field : fields)
        key.emplace_back(field.name, field.type);
    auto &slot = m_data->anonymous[key];
    if (!slot) {
        Type type;
        type.kind = TypeKind::Anonymous;
        type.fullName = "<>f__AnonymousType" + std::to_string(m_data->anonymous.size() - 1) + '`' + std::to_string(fields.size());
        type.shortName = "anonymous type";
        type.base = known(Known::Object);
        type.fields = std::move(fields);
        slot = m_data->add(std::move(type));
    }
    return slot;
}

const Type *Library::tuple(std::vector<Field> fields) const
{
    std::vector<const Type *> items;
    bool isNamed = false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto plainName = u"Item" + toUtf16(std::to_string(i + 1));
        items.push_back(fields[i].type);
        isNamed |= !fields[i].name.empty() && fields[i].name != plainName;
        if (fields[i].name.empty())
            fields[i].name = plainName;
    }
    const auto *open = findType("System.ValueTuple", items.size());
    if (!open || items.size() < 2)
        return nullptr;
    const auto *unnamed = close(open, items);
    if (!isNamed)
        return unnamed;
    const std::lock_guard lock(m_data->mutex);
    std::vector<std::pair<std::u16string, const Type *>> key{{u"(", unnamed}};
    for (const auto &field : fields)
        key.emplace_back(field.name, field.type);
    auto &slot = m_data->anonymous[key];
    if (!slot) {
        auto *added = m_data->add(*unnamed);
        added->fields = std::move(fields);
        added->hasTupleNames = true;
        slot = added;
    }
    return slot;
}

const Type *Library::plain(const Type *type) const
{
    if (!type || !type->hasTupleNames)
        return type;
    std::vector<const Type *> items;
    for (const auto *argument : type->arguments)
        items.push_back(plain(argument));
    if (type->kind == TypeKind::Array)
        return arrayOf(items[0]);
    return type->kind == TypeKind::Nullable ? nullableOf(items[0]) : close(type->definition, items);
}

const Type *Library::substitute(const Type *type, std::span<const Type *const> parameters, std::span<const Type *const> arguments) const
{
    if (type->kind == TypeKind::Parameter) {
        for (std::size_t i = 0; i < parameters.size() && i < arguments.size(); ++i)
            if (parameters[i] == type && arguments[i])
                return arguments[i];
        return type;
    }
    if (type->arguments.empty())
        return type;
    std::vector<const Type *> put;
    bool isSame = true;
    for (const auto *argument : type->arguments) {
        put.push_back(substitute(argument, parameters, arguments));
        isSame &= put.back() == argument;
    }
    if (isSame)
        return type;
    if (type->kind == TypeKind::Array)
        return arrayOf(put[0]);
    if (type->kind == TypeKind::Nullable)
        return nullableOf(put[0]);
    if (type->known == Known::ValueTuple && type->hasTupleNames) {
        auto fields = type->fields;
        for (std::size_t i = 0; i < fields.size(); ++i)
            fields[i].type = put[i];
        return tuple(std::move(fields));
    }
    return close(type->definition, put);
}

std::vector<const Member *> Library::members(const Type &type, std::string_view name) const
{
    std::vector<const Member *> found;
    const auto add = [&](const Type *level) {
        if (const auto members = m_data->members.find(level->definition ? level->definition : level); members != m_data->members.end())
            if (const auto named = members->second.byName.find(std::string(name)); named != members->second.byName.end())
                found.insert(found.end(), named->second.begin(), named->second.end());
    };
    for (const auto *level = &type; level; level = level->base)
        add(level);
    for (const auto *interface : type.interfaces)
        add(interface);
    if (type.kind == TypeKind::Interface)
        add(known(Known::Object));
    if (type.kind == TypeKind::Enum && known(Known::Enum)) {
        add(known(Known::Enum));
        add(known(Known::Object));
    }
    return found;
}

std::span<const Member *const> Library::extensions(std::string_view name) const
{
    const auto found = m_data->extensions.find(std::string(name));
    return found == m_data->extensions.end() ? std::span<const Member *const>() : found->second;
}

std::vector<const Member *> Library::constructors(const Type &type) const
{
    const auto found = m_data->members.find(type.definition);
    return found == m_data->members.end() ? std::vector<const Member *>() : found->second.constructors;
}

std::vector<const Member *> Library::operators(const Type &type, MemberKind kind, std::string_view name) const
{
    std::vector<const Member *> found;
    for (const auto *level = &type; level; level = level->base)
        if (const auto members = m_data->members.find(level->definition); members != m_data->members.end())
            for (const auto *member : members->second.operators)
                if (member->kind == kind && (name.empty() || member->name == name))
                    found.push_back(member);
    return found;
}

const Type *Library::findBase(const Type *type, const Type *definition) const
{
    for (const auto *level = type; level; level = level->base)
        if (level->definition == definition)
            return level;
    for (const auto *interface : type->interfaces)
        if (interface->definition == definition)
            return interface;
    return nullptr;
}

bool Library::isAssignable(const Type *from, const Type *to) const
{
    if (from == to || to->kind == TypeKind::Object)
        return from->kind != TypeKind::Void;
    if (from->hasTupleNames || to->hasTupleNames)
        return isAssignable(plain(from), plain(to));
    if (from->kind == TypeKind::Null)
        return to->isReference() || to->kind == TypeKind::Nullable;
    if (from->kind == TypeKind::Array && to->kind == TypeKind::Array)
        return from->element()->isReference() && to->element()->isReference() && isAssignable(from->element(), to->element());
    if (to->kind == TypeKind::Nullable)
        return from == to->element();
    // JObject is a sequence twice: of pairs and of tokens.
    if (std::find(from->interfaces.begin(), from->interfaces.end(), to) != from->interfaces.end())
        return true;
    const auto *base = findBase(from, to->definition);
    if (!base)
        return to->known == Known::Array && from->kind == TypeKind::Array;
    if (base == to)
        return true;
    if (to->kind != TypeKind::Interface && to->kind != TypeKind::Delegate)
        return false;
    // Variance: every interface here that is read only is covariant; identical arguments would have been `base == to`.
    for (std::size_t i = 0; i < to->arguments.size(); ++i) {
        const auto *a = base->arguments[i];
        const auto *b = to->arguments[i];
        if (a != b && !(a->isReference() && isAssignable(a, b)))
            return false;
    }
    return to->known == Known::IEnumerable1 || to->known == Known::IReadOnlyList1 || to->known == Known::IReadOnlyCollection1 ||
           to->known == Known::IGrouping2 || to->known == Known::IEnumerator1 || to->known == Known::IOrderedEnumerable1;
}

const Type *Library::typeOf(const Value &value) const
{
    switch (value.tag()) {
    case Tag::Null: return primitive(TypeKind::Null);
    case Tag::Bool: return primitive(TypeKind::Bool);
    case Tag::Char: return primitive(TypeKind::Char);
    case Tag::SByte: return primitive(TypeKind::SByte);
    case Tag::Byte: return primitive(TypeKind::Byte);
    case Tag::Int16: return primitive(TypeKind::Int16);
    case Tag::UInt16: return primitive(TypeKind::UInt16);
    case Tag::Int32: return primitive(TypeKind::Int32);
    case Tag::UInt32: return primitive(TypeKind::UInt32);
    case Tag::Int64: return primitive(TypeKind::Int64);
    case Tag::UInt64: return primitive(TypeKind::UInt64);
    case Tag::Single: return primitive(TypeKind::Single);
    case Tag::Double: return primitive(TypeKind::Double);
    case Tag::DateTime: return known(Known::DateTime);
    case Tag::TimeSpan: return known(Known::TimeSpan);
    case Tag::DateTimeOffset: return known(Known::DateTimeOffset);
    case Tag::Enum: return value.enumType();
    case Tag::Object: return value.object()->type(*this);
    }
    return known(Known::Object);
}

bool Library::isInstance(const Value &value, const Type *type) const
{
    if (value.isNull())
        return false;
    if (type->kind == TypeKind::Object)
        return true;
    if (type->kind == TypeKind::Nullable)
        type = type->element();
    if (type->known == Known::ValueType || type->known == Known::Enum) {
        const auto *actual = typeOf(value);
        return type->known == Known::Enum ? actual->kind == TypeKind::Enum : actual->isValueType();
    }
    return isAssignable(typeOf(value), type);
}

std::vector<std::string> Library::memberNames(const Type &type) const
{
    std::set<std::string> names;
    const auto add = [&](const Type *level) {
        if (const auto members = m_data->members.find(level->definition); members != m_data->members.end())
            for (const auto &[name, overloads] : members->second.byName)
                names.insert(name);
    };
    for (const auto *level = &type; level; level = level->base)
        add(level);
    for (const auto *interface : type.interfaces)
        add(interface);
    return {names.begin(), names.end()};
}

} // namespace gatehouse::expression

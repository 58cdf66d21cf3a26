// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/comparers.h"
#include "core/expression/library/identifiers.h"
#include "core/expression/library/strings.h"
#include "core/expression/number_parse.h"
#include "core/expression/text16.h"

#include <array>

namespace gatehouse::expression {

namespace {

using VersionParts = std::array<std::int32_t, 4>; //!< -1: not given

class VersionObject final : public Object, public Comparable
{
public:
    explicit VersionObject(const VersionParts &itsParts) : parts(itsParts) { }
    const VersionParts parts;

    const Type *type(const Library &library) const override { return library.known(Known::Version); }
    std::u16string text(Machine &) const override { return fromAscii(fields(count())); }
    bool equals(const Object &other) const override
    {
        const auto *version = dynamic_cast<const VersionObject *>(&other);
        return version && version->parts == parts;
    }
    std::int32_t hash() const override { return (parts[0] & 15) << 28 | (parts[1] & 255) << 20 | (parts[2] & 255) << 12 | (parts[3] & 4095); }
    int compareTo(const Value &other) const override
    {
        if (other.isNull())
            return 1;
        const auto *version = other.as<VersionObject>();
        if (!version)
            raise(Raised::ArgumentException, "Object must be of type Version.");
        return parts == version->parts ? 0 : parts < version->parts ? -1 : 1;
    }
    int count() const { return parts[2] < 0 ? 2 : parts[3] < 0 ? 3 : 4; }
    std::string fields(int wanted) const
    {
        if (wanted < 0 || wanted > count())
            raise(Raised::ArgumentException, "Argument must be between 0 and " + std::to_string(count()) + '.', "fieldCount");
        std::string text;
        for (int i = 0; i < wanted; ++i)
            text += (i > 0 ? "." : "") + std::to_string(parts[static_cast<std::size_t>(i)]);
        return text;
    }
};

Value ofParts(const VersionParts &parts)
{
    return Value::of(make<VersionObject>(parts));
}

Value construct(Call &c)
{
    VersionParts parts{-1, -1, -1, -1};
    for (std::size_t i = 0; i < c.count(); ++i) {
        if (c.int32(i) < 0)
            raise(Raised::ArgumentOutOfRange, "Version's parameters must be greater than or equal to zero.", "version");
        parts[i] = c.int32(i);
    }
    return ofParts(parts);
}

//! Raises what Parse does, or gives nothing when `isTrying`.
std::optional<VersionParts> readVersion(std::u16string_view text, bool isTrying)
{
    VersionParts parts{-1, -1, -1, -1};
    std::size_t count = 0;
    for (;;) {
        const std::size_t dot = text.find(u'.');
        std::int64_t value = 0;
        const Parsed parsed = count < parts.size()
            ? parseInteger(text.substr(0, dot), numberStyle::integer, 32, true, value)
            : Parsed::Ok;
        if (isTrying && (parsed != Parsed::Ok || value < 0 || count == parts.size()))
            return std::nullopt;
        if (count == parts.size())
            raise(Raised::ArgumentException, "Version string portion was too short or too long.", "input");
        if (parsed == Parsed::WrongFormat)
            raise(Raised::Format, "Input string was not in a correct format.");
        if (parsed == Parsed::Overflow)
            raise(Raised::Overflow, "Value was either too large or too small for an Int32.");
        if (value < 0)
            raise(Raised::ArgumentOutOfRange, "Version's parameters must be greater than or equal to zero.", "version");
        parts[count++] = static_cast<std::int32_t>(value);
        if (dot == std::u16string_view::npos)
            break;
        text.remove_prefix(dot + 1);
    }
    if (count < 2 && !isTrying)
        raise(Raised::ArgumentException, "Version string portion was too short or too long.", "input");
    return count < 2 ? std::nullopt : std::optional(parts);
}

Value parse(Call &c)
{
    std::u16string_view text = c.string(0, "input");
    if (text.find(u'.') == std::u16string_view::npos)
        raise(Raised::ArgumentException, "Version string portion was too short or too long.", "input");
    return ofParts(*readVersion(text, false));
}

VersionObject &self(Call &c)
{
    return c.object<VersionObject>(0, "v1");
}

template<std::size_t index>
Value part(Call &c)
{
    return Value::ofInt(self(c).parts[index]);
}

//! Null is below every version.
int order(Call &c)
{
    if (c.isNull(0))
        return c.isNull(1) ? 0 : -1;
    return self(c).compareTo(c[1]);
}

Value compareVersions(Call &c)
{
    return Value::ofInt(order(c));
}

Value sameVersions(Call &c)
{
    return Value::ofBool(equalValues(c[0], c[1]));
}

} // namespace

void declareVersion(Library &library)
{
    library.declare("class System.Version : IComparable", Known::Version, {
        {"new()", [](Call &) { return ofParts({0, 0, -1, -1}); }},
        {"new(string version)", parse},
        {"new(int major, int minor)", construct},
        {"new(int major, int minor, int build)", construct},
        {"new(int major, int minor, int build, int revision)", construct},
        {"static Version Parse(string input)", parse},
        {"static bool TryParse(string input, out Version result)", [](Call &c) {
             const auto parts = c.isNull(0) ? std::nullopt : readVersion(c.string(0), true);
             c.setOut(1, parts ? ofParts(*parts) : Value::null());
             return Value::ofBool(parts.has_value());
         }},
        {"int Major { get; }", part<0>},
        {"int Minor { get; }", part<1>},
        {"int Build { get; }", part<2>},
        {"int Revision { get; }", part<3>},
        {"string ToString()", [](Call &c) { return c.text(self(c).fields(self(c).count())); }},
        {"string ToString(int fieldCount)", [](Call &c) { return c.text(self(c).fields(c.int32(1))); }},
        {"int CompareTo(object version)", compareVersions},
        {"int CompareTo(Version value)", compareVersions},
        {"bool Equals(object obj)", sameVersions},
        {"bool Equals(Version obj)", sameVersions},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(hashOf(c[0])); }},
        {"static bool operator ==(Version v1, Version v2)", sameVersions},
        {"static bool operator !=(Version v1, Version v2)", [](Call &c) { return Value::ofBool(!equalValues(c[0], c[1])); }},
        {"static bool operator <(Version v1, Version v2)", [](Call &c) { return Value::ofBool(order(c) < 0); }},
        {"static bool operator >(Version v1, Version v2)", [](Call &c) { return Value::ofBool(order(c) > 0); }},
        {"static bool operator <=(Version v1, Version v2)", [](Call &c) { return Value::ofBool(order(c) <= 0); }},
        {"static bool operator >=(Version v1, Version v2)", [](Call &c) { return Value::ofBool(order(c) >= 0); }},
    });
}

} // namespace gatehouse::expression

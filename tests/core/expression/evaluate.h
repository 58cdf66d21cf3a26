// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/compile.h"
#include "core/expression/context.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <array>
#include <string>
#include <string_view>

namespace gatehouse::expression::test {

class NoFields final : public Fields
{
public:
    std::vector<std::string_view> names() const override { return {}; }
    std::optional<std::vector<std::string_view>> values(std::string_view) const override { return std::nullopt; }
};

class NoBody final : public BodySource
{
public:
    bool exists() const override { return false; }
    Text read(bool) override { return std::nullopt; }
};

//! A request with nothing in it, at 2024-05-06T07:08:09.123Z.
class EmptyContext : public Context
{
public:
    const Clock &clock() const override { return m_clock; }
    Random &random() override { return m_random; }
    Text requestId() const override { return "6f9619ff-8b86-d011-b42d-00c04fc964ff"; }
    UtcTime timestamp() const override { return m_clock.utc(); }
    void trace(std::string_view) override { }
    Text method() const override { return "GET"; }
    std::string url() const override { return "https://api.example.test/orders/42?q=1"; }
    std::string originalUrl() const override { return url(); }
    Text ipAddress() const override { return "203.0.113.7"; }
    const Fields &requestHeaders() const override { return m_fields; }
    const Fields &matchedParameters() const override { return m_fields; }
    BodySource &requestBody() override { return m_body; }
    std::optional<Value> variable(std::string_view) override { return std::nullopt; }
    std::vector<std::string> variableNames() const override { return {}; }

private:
    class FixedClock final : public Clock
    {
    public:
        SteadyTime steady() const override { return {}; }
        UtcTime utc() const override { return UtcTime(std::chrono::microseconds(1'714'979'289'123'000)); }
    };
    class CountingRandom final : public Random
    {
    public:
        void fill(std::span<std::uint8_t> bytes) override
        {
            for (auto &byte : bytes)
                byte = m_next++;
        }

    private:
        std::uint8_t m_next = 0;
    };
    FixedClock m_clock;
    CountingRandom m_random;
    NoFields m_fields;
    NoBody m_body;
};

inline const Library &library()
{
    static const Library made;
    return made;
}

//! "System.Int32: 3", "null", "throws System.FormatException", "limit steps", or "CS0103: The name ..." for what does not compile. `text` is
//! what stands behind @( ) or, beginning with "{", behind @.
inline std::string evaluate(std::string_view text, const Limits &limits = {})
{
    const auto source = text.starts_with("{") ? "@" + std::string(text) : "@(" + std::string(text) + ")";
    const auto program = compile(source, library());
    if (!program)
        return program.error()[0].code + ": " + program.error()[0].message;
    EmptyContext context;
    Machine machine(**program, library(), context, limits);
    while (!machine.run(1000)) { }
    const auto &outcome = machine.outcome();
    if (outcome.kind == Outcome::Thrown)
        return "throws " + outcome.exception;
    if (outcome.kind == Outcome::Limit)
        return "limit " + outcome.limit;
    if (outcome.value.isNull())
        return "null";
    return fullNameOf(*library().typeOf(outcome.value)) + ": " + toUtf8(machine.text(outcome.value));
}

} // namespace gatehouse::expression::test

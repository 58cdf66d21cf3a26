// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/compile.h"
#include "core/expression/context.h"
#include "core/expression/machine.h"

#include <cstddef>
#include <cstdint>

using namespace gatehouse;
using namespace gatehouse::expression;

namespace {

class NoFields final : public Fields
{
public:
    std::vector<std::string_view> names() const override { return {}; }
    std::optional<std::vector<std::string_view>> values(std::string_view) const override { return std::nullopt; }
};

class TextBody final : public BodySource
{
public:
    bool exists() const override { return true; }
    Text read(bool) override { return "{\"a\":[1,2.5,null],\"b\":\"x\"}"; }
};

class FuzzContext final : public Context
{
public:
    const Clock &clock() const override { return m_clock; }
    Random &random() override { return m_random; }
    Text requestId() const override { return "6f9619ff-8b86-d011-b42d-00c04fc964ff"; }
    UtcTime timestamp() const override { return {}; }
    void trace(std::string_view) override { }
    Text method() const override { return "GET"; }
    std::string url() const override { return "https://a.test/b?c=d"; }
    std::string originalUrl() const override { return url(); }
    Text ipAddress() const override { return "127.0.0.1"; }
    const Fields &requestHeaders() const override { return m_fields; }
    const Fields &matchedParameters() const override { return m_fields; }
    BodySource &requestBody() override { return m_body; }
    std::optional<Value> variable(std::string_view) override { return Value::ofString(u"text"); }
    std::vector<std::string> variableNames() const override { return {"v"}; }

private:
    SystemClock m_clock;
    SystemRandom m_random;
    NoFields m_fields;
    TextBody m_body;
};

} // namespace

//! Whatever text it is: it compiles or is refused, and when it runs it ends within its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Library library;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto program = compile(text, library);
    if (!program)
        return 0;
    FuzzContext context;
    Limits limits;
    limits.steps = 50'000;
    limits.memory = 4U << 20;
    limits.result = 1U << 18;
    Machine machine(**program, library, context, limits);
    while (!machine.run(500)) { }
    if (machine.outcome().kind == Outcome::Value_)
        machine.text(machine.outcome().value);
    return 0;
}

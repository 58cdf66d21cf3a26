// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/bindings.h"
#include "core/policy/liquid/renderer.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace gatehouse::policy::liquid;

//! A template, and after a zero byte a JSON body: parsing and rendering end within their limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char *>(data), size);
    const auto zero = input.find('\0');
    const auto parsed = Template::parse(input.substr(0, zero));
    if (!parsed)
        return 0;
    constexpr std::string_view sample = R"({"a":{"b":[1,2.5,"x",null,true,{"c":"d"}],"t":"2020-01-02T03:04:05Z"},"s":"text"})";
    const auto body = bodyValue(zero == std::string_view::npos ? sample : input.substr(zero + 1), "application/json", {});
    RenderLimits limits;
    limits.output = 1U << 16;
    limits.steps = 20'000;
    const auto text = render(
        *parsed, [&](std::string_view name) { return name == "body" && body ? *body : Value(); }, {}, limits);
    if (text && text->size() > limits.output)
        std::abort();
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Path, query and body of a management call through the pure layer: the first line is "METHOD target", the second If-Match, the
// rest the body. Whatever comes in, an answer goes out that is JSON or nothing, and no read shows a secret.

#include "tests/core/management/pure_arm.h"

#include <cstdint>
#include <cstdlib>

namespace {

using gatehouse::test::PureArm;

constexpr std::string_view secret = "SECRET-KEY-0123456789";

void fill(PureArm &arm)
{
    arm.put("apis/orders", R"({"displayName":"Orders","path":"orders","apiRevision":"1"})");
    arm.put("apis/orders;rev=2", R"({"displayName":"Orders","path":"orders","apiRevision":"2"})");
    arm.put("apis/orders/operations/get", R"({"displayName":"Get","method":"GET","urlTemplate":"/"})");
    arm.put("products/basic", R"({"displayName":"Basic"})");
    arm.put("products/basic/apis/orders", "{}");
    arm.put("subscriptions/s", R"({"displayName":"S","scope":"products/basic","primaryKey":"SECRET-KEY-0123456789","secondaryKey":"k2"})");
    arm.put("namedValues/n", R"({"displayName":"n","value":"SECRET-KEY-0123456789","secret":true})");
    arm.put("policies/policy", R"({"format":"rawxml","value":"<policies><inbound /><backend /><outbound /><on-error /></policies>"})");
}

std::string line(std::string_view &rest)
{
    const auto end = rest.find('\n');
    std::string text{rest.substr(0, end)};
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return text;
}

void check(const PureArm &arm, const std::string &method, const gatehouse::http::Response &response)
{
    if (response.head.status < 200 || response.head.status > 599)
        std::abort();
    if (!response.body.empty() && !gatehouse::parseJson(response.body, {64U << 20, 512}))
        std::abort();
    if ((method == "GET" || method == "HEAD") && response.body.find(secret) != std::string::npos)
        std::abort();
    for (const auto &record : arm.records) {
        for (const auto *body : {&record.before, &record.after}) {
            if (*body && gatehouse::toJson(**body).find(secret) != std::string::npos)
                std::abort();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view rest{reinterpret_cast<const char *>(data), size};
    const auto first = line(rest);
    const auto match = line(rest);
    const auto space = first.find(' ');
    const auto method = first.substr(0, space);
    const auto target = space == std::string::npos ? std::string{} : first.substr(space + 1);
    PureArm arm;
    fill(arm);
    // A client that sends the secret itself may see it in its own value again.
    if (rest.find(secret) != std::string_view::npos || target.find(secret) != std::string::npos)
        return 0;
    std::vector<PureArm::Header> headers;
    if (!match.empty())
        headers.emplace_back("If-Match", match);
    check(arm, method, arm.call(method, target, std::string{rest}, headers));
    check(arm, "GET", arm.call("GET", target));
    return 0;
}

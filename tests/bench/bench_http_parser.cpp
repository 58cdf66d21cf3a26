// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What core/http alone costs: messages a second of processor time on one core, nanoseconds and allocations a message.
// bench_http_parser [SECONDS_A_ROW]

#include "core/http/parser.h"
#include "core/http/serializer.h"
#include "core/http/url_template.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <string_view>

namespace {

std::uint64_t allocations = 0;

} // namespace

void *operator new(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc{};
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

using namespace gatehouse::http;

constexpr std::string_view smallRequest =
    "GET /orders/42 HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n";

constexpr std::string_view browserRequest =
    "GET /api/orders/8c1f0f9e-4d1c-4f5f-9f5a-0d6a7f4e2b11/items?expand=product&page=2 HTTP/1.1\r\n"
    "Host: gateway.example.com\r\nConnection: keep-alive\r\n"
    "sec-ch-ua: \"Chromium\";v=\"124\", \"Google Chrome\";v=\"124\", \"Not-A.Brand\";v=\"99\"\r\nsec-ch-ua-mobile: "
    "?0\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 "
    "Safari/537.36\r\n"
    "Accept: application/json, text/plain, */*\r\nOcp-Apim-Subscription-Key: 0123456789abcdef0123456789abcdef\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nReferer: https://portal.example.com/orders\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9,de;q=0.8\r\n"
    "Cookie: session=5f2b6c3d9f8e7a1b4c5d6e7f8091a2b3; theme=dark\r\n\r\n";

constexpr std::string_view response =
    "HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 16:00:00 GMT\r\nServer: backend\r\nContent-Type: application/json; "
    "charset=utf-8\r\n"
    "Cache-Control: no-store\r\nX-Request-Id: 8c1f0f9e-4d1c-4f5f-9f5a-0d6a7f4e2b11\r\nContent-Length: 27\r\n\r\n"
    "{\"id\":42,\"state\":\"shipped\"}";

constexpr std::string_view chunkedResponse =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    "d\r\n{\"id\":42,\"sta\r\ne\r\nte\":\"shipped\"}\r\n0\r\n\r\n";

double processorSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

//! Seconds a step, the best of several rounds: other programs on the machine only ever add to it.
template <typename Step> double bestOf(double seconds, Step step)
{
    constexpr int rounds = 10;
    double best = 1;
    for (int round = 0; round < rounds; ++round) {
        const double begin = processorSeconds();
        double end = begin;
        std::uint64_t count = 0;
        while (end - begin < seconds / rounds) {
            for (int i = 0; i < 1000; ++i)
                step();
            count += 1000;
            end = processorSeconds();
        }
        best = std::min(best, (end - begin) / static_cast<double>(count));
    }
    return best;
}

template <typename Step> void measure(const std::string &name, double seconds, std::size_t bytes, Step step)
{
    step(); // warm
    const auto before = allocations;
    for (int i = 0; i < 1000; ++i)
        step();
    const double allocated = static_cast<double>(allocations - before) / 1000;
    const double each = bestOf(seconds, step);
    std::printf("%-38s %12.0f/s %8.1f ns", name.c_str(), 1 / each, each * 1e9);
    if (bytes != 0)
        std::printf(" %8.0f MB/s", static_cast<double>(bytes) / each / 1e6);
    std::printf("  %.2f allocations\n", allocated);
}

template <typename Parser> void parse(Parser &parser, std::string_view input)
{
    while (true) {
        const auto parsed = parser.next(input);
        input.remove_prefix(parsed.consumed);
        if (parsed.event == ParseEvent::Complete)
            break;
        if (parsed.event == ParseEvent::Error || parsed.event == ParseEvent::NeedMore)
            std::abort();
    }
}

template <typename Parser, typename Head>
void measureMessage(const std::string &name, double seconds, std::string_view input)
{
    Head head;
    Parser parser{head};
    measure("parse " + name, seconds, input.size(), [&] {
        parser.reset();
        parse(parser, input);
    });
    std::string out;
    measure("write " + name, seconds, input.size(), [&] {
        out.clear();
        if (appendHead(out, head) != 0)
            std::abort();
    });
    measure("parse in two pieces " + name, seconds, input.size(), [&] {
        parser.reset();
        const auto half = input.size() / 3;
        auto first = input.substr(0, half);
        while (!first.empty())
            first.remove_prefix(parser.next(first).consumed);
        parse(parser, input.substr(half));
    });
}

} // namespace

int main(int argc, char **argv)
{
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
    measureMessage<RequestParser, RequestHead>("small request", seconds, smallRequest);
    measureMessage<RequestParser, RequestHead>("browser request", seconds, browserRequest);
    measureMessage<ResponseParser, ResponseHead>("response", seconds, response);
    measureMessage<ResponseParser, ResponseHead>("chunked response", seconds, chunkedResponse);

    RequestHead head;
    RequestParser parser{head};
    parse(parser, browserRequest);
    measure("look up 4 fields", seconds, 0, [&] {
        if (head.headers.has("Ocp-Apim-Trace") || !head.headers.has("Ocp-Apim-Subscription-Key")
            || head.headers.has("Expect") || !head.headers.has("Host"))
            std::abort();
    });
    const auto urlTemplate = UrlTemplate::parse("/orders/{id}/items").value();
    measure("match a URL template", seconds, 0, [&] {
        if (!urlTemplate.match("/orders/8c1f0f9e-4d1c-4f5f-9f5a-0d6a7f4e2b11/items", ""))
            std::abort();
    });
    return 0;
}

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The first byte chooses request or response and how the input is cut; cut or whole, the parser must say the same, and
// what it accepts must come back the same after the serializer wrote it.

#include "core/http/parser.h"
#include "core/http/serializer.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace gatehouse::http;

struct Outcome
{
    std::string events; //!< one letter an event, bodies joined
    std::string heads;
    std::string body;

    bool operator==(const Outcome &) const = default;
};

void write(std::string &out, const RequestHead &head)
{
    if (appendHead(out, head) != 0)
        std::abort(); // the parser let something pass that may not be written
}

void write(std::string &out, const ResponseHead &head)
{
    if (appendHead(out, head) != 0)
        std::abort();
}

//! Feeds `input` in pieces of `piece` bytes.
template <typename Parser, typename Head> Outcome outcomeOf(std::string_view input, std::size_t piece)
{
    Head head;
    Parser parser{head, {.startLine = 256, .headers = 512, .fields = 8, .chunkLine = 64, .trailers = 128}};
    Outcome outcome;
    std::size_t offset = 0;
    while (true) {
        const std::string_view part = input.substr(offset, piece);
        std::size_t used = 0;
        while (true) {
            const Parsed parsed = parser.next(part.substr(used));
            if (parsed.consumed > part.size() - used)
                std::abort();
            used += parsed.consumed;
            switch (parsed.event) {
            case ParseEvent::NeedMore:
                if (used != part.size())
                    std::abort();
                break;
            case ParseEvent::Head:
                outcome.events += 'h';
                write(outcome.heads, head);
                continue;
            case ParseEvent::Body:
                if (parsed.body.empty())
                    std::abort();
                outcome.body.append(parsed.body);
                continue;
            case ParseEvent::Complete:
                outcome.events += 'c';
                for (const auto field : parser.trailers())
                    outcome.heads.append(field.name).append("=").append(field.value).append("\n");
                parser.reset();
                continue;
            case ParseEvent::Error:
                outcome.events += 'e';
                outcome.events += parser.errorCode();
                return outcome;
            }
            break;
        }
        offset += part.size();
        if (offset == input.size())
            break;
    }
    if (parser.idle())
        outcome.events += 'i';
    return outcome;
}

template <typename Parser, typename Head> void check(std::string_view input, std::size_t piece)
{
    const auto whole = outcomeOf<Parser, Head>(input, std::string_view::npos);
    if (whole != outcomeOf<Parser, Head>(input, piece) || whole != outcomeOf<Parser, Head>(input, 1))
        std::abort();
    if (whole.events.empty() || whole.events.front() != 'h')
        return;
    // Written out and read again, the first head is the same text.
    const auto firstHead = std::string_view{whole.heads}.substr(0, whole.heads.find("\r\n\r\n") + 4);
    const auto again = outcomeOf<Parser, Head>(firstHead, std::string_view::npos);
    if (again.heads.compare(0, firstHead.size(), firstHead) != 0)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view input{reinterpret_cast<const char *>(data) + 1, size - 1};
    const std::size_t piece = (data[0] >> 1U) + 1U;
    if (data[0] & 1U)
        check<ResponseParser, ResponseHead>(input, piece);
    else
        check<RequestParser, RequestHead>(input, piece);
    return 0;
}

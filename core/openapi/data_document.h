// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/json.h"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::openapi {

struct DataLimits
{
    std::size_t bytes = 64U << 20;
    std::size_t depth = 64;
};

//! Any JSON or YAML text as a value that remembers where its parts stand. Not thread-safe.
class DataDocument
{
public:
    //! Fails with all findings ("openapi.*", see describe()); a member that stands twice is one.
    static tl::expected<DataDocument, Diagnostics> read(std::string text, const DataLimits &limits = {});
    ~DataDocument();
    DataDocument(DataDocument &&) noexcept;
    DataDocument &operator=(DataDocument &&) noexcept;

    const json::value &value() const;
    //! True if a JSON pointer ("/cases/0/name") names something.
    bool has(std::string_view pointer) const;
    //! Of what it names, or of the innermost thing around it that is there.
    Position position(std::string_view pointer) const;

private:
    struct Parts;
    explicit DataDocument(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace gatehouse::openapi

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/context.h"
#include "core/expression/library/identifiers.h"
#include "core/expression/library/strings.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::int32_t largest = std::numeric_limits<std::int32_t>::max();

//! Knuth's subtractive generator as .NET's System.Random has it, its slip of 21 for 31 included: seeded runs give the same numbers.
class RandomObject final : public Object
{
public:
    explicit RandomObject(std::int32_t seed)
    {
        constexpr std::int32_t magicSeed = 161'803'398;
        const std::int32_t magnitude = seed == std::numeric_limits<std::int32_t>::min() ? largest : std::abs(seed);
        std::int32_t last = magicSeed - magnitude;
        m_seeds[55] = last;
        std::int32_t next = 1;
        for (std::size_t i = 1; i < 55; ++i) {
            const std::size_t index = 21 * i % 55;
            m_seeds[index] = next;
            next = wrapped(std::int64_t{last} - next);
            last = m_seeds[index];
        }
        for (int round = 1; round < 5; ++round)
            for (std::size_t i = 1; i < 56; ++i)
                m_seeds[i] = wrapped(std::int64_t{m_seeds[i]} - m_seeds[1 + (i + 30) % 55]);
    }

    //! 0 to int.MaxValue - 1.
    std::int32_t sample()
    {
        m_next = m_next % 55 + 1;
        m_other = m_other % 55 + 1;
        std::int64_t result = std::int64_t{m_seeds[m_next]} - m_seeds[m_other];
        if (result == largest)
            --result;
        m_seeds[m_next] = static_cast<std::int32_t>(result < 0 ? result + largest : result);
        return m_seeds[m_next];
    }
    double real() { return sample() * (1.0 / largest); }
    double largeReal()
    {
        double result = sample();
        if (sample() % 2 == 0)
            result = -result;
        result += largest - 1;
        return result / (2.0 * static_cast<double>(largest) - 1);
    }
    const Type *type(const Library &library) const override { return library.known(Known::Random); }

private:
    //! 32-bit arithmetic, and a negative result made positive.
    static std::int32_t wrapped(std::int64_t value)
    {
        const auto narrow = static_cast<std::int32_t>(value);
        return narrow < 0 ? narrow + largest : narrow;
    }

    std::array<std::int32_t, 56> m_seeds{};
    std::size_t m_next = 0;
    std::size_t m_other = 21;
};

RandomObject &self(Call &c)
{
    return c.object<RandomObject>(0);
}

Value between(Call &c)
{
    const std::int64_t least = c.int32(1);
    const std::int64_t range = c.int32(2) - least;
    if (range < 0)
        raise(Raised::ArgumentOutOfRange, "'minValue' cannot be greater than maxValue.", "minValue");
    const double real = range <= largest ? self(c).real() : self(c).largeReal();
    return Value::ofInt(static_cast<std::int32_t>(static_cast<std::int64_t>(real * static_cast<double>(range)) + least));
}

} // namespace

void declareRandom(Library &library)
{
    library.declare("class System.Random", Known::Random, {
        {"new()", [](Call &c) {
             std::array<std::uint8_t, 4> bytes{};
             c.context().random().fill(bytes);
             std::int32_t seed = 0;
             std::memcpy(&seed, bytes.data(), sizeof seed);
             return Value::of(make<RandomObject>(seed));
         }},
        {"new(int Seed)", [](Call &c) { return Value::of(make<RandomObject>(c.int32(0))); }},
        {"int Next()", [](Call &c) { return Value::ofInt(self(c).sample()); }},
        {"int Next(int maxValue)", [](Call &c) {
             if (c.int32(1) < 0)
                 raise(Raised::ArgumentOutOfRange, "'maxValue' must be greater than zero.", "maxValue");
             return Value::ofInt(static_cast<std::int32_t>(self(c).real() * c.int32(1)));
         }},
        {"int Next(int minValue, int maxValue)", between},
        {"double NextDouble()", [](Call &c) { return Value::ofDouble(self(c).real()); }},
        {"void NextBytes(byte[] buffer)", [](Call &c) {
             for (Value &item : itemsOf(c, 1, "buffer"))
                 item = Value::ofByte(static_cast<std::uint8_t>(self(c).sample() % 256));
             c.charge(itemsOf(c, 1).size());
             return Value::null();
         }},
    });
}

} // namespace gatehouse::expression

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"
#include "core/policy/table.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! One value of a policy that a form can edit: an attribute, or an element's text.
struct FormField
{
    std::string name; //!< of the attribute; "" : the element's text
    const policy::AttributeRule *rule = nullptr;
    std::string value; //!< decoded
    bool isSet = false; //!< it stands in the text
};

struct FormElement
{
    policy::NodeId node = policy::noNode;
    std::string name;
    int depth = 0; //!< 0: the policy itself
    bool isRemovable = false;
    std::vector<FormField> fields;
    std::vector<std::string> addable; //!< children that may come in
};

//! A policy as its table row describes it, filled with what the text says. Node ids count for the text that it was read from.
struct PolicyForm
{
    std::string policy;
    std::string_view documentation;
    std::vector<FormElement> elements; //!< in document order

    //! Equal shapes differ in values alone.
    std::string shape() const;
};

//! The policy around the place; nothing where none is, where it only holds other policies, or where the text can't be read.
std::optional<PolicyForm> formAt(std::string_view text, std::size_t offset);

// Edits: the text with one thing changed and every other byte kept. Nothing when the text can't be read any more.

//! An empty value takes an attribute that is not required away.
std::optional<std::string> withField(std::string_view text, const FormElement &element, const FormField &field, std::string_view value);
std::optional<std::string> withChild(std::string_view text, const FormElement &element, std::string_view name);
std::optional<std::string> withoutElement(std::string_view text, const FormElement &element);

} // namespace gatehouse::ui::policies

// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/change_set.h"
#include "core/resource/configuration.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui::policies {

//! The texts that were opened, with what was typed into them and is not staged yet. Leaving a scope loses nothing; a configuration that is read
//! again moves on what was not edited, and says so where somebody else changed what was.
class EditBuffers
{
public:
    struct Buffer
    {
        std::string text;
        std::string base; //!< what it was edited from; "" when there was no document
        bool existed = true; //!< there was a document
        //! What the document became while it was edited; an empty text when it went away.
        std::optional<std::string> theirs;

        bool isEdited() const { return text != base || !existed; }
    };

    //! The buffer of a document, read from the configuration when it was not open; nullptr when there is no such document.
    const Buffer *open(const resource::ResourceId &id, const resource::Configuration &effective);
    //! Begins a document that does not exist.
    const Buffer &create(const resource::ResourceId &id, std::string text);
    const Buffer *find(const resource::ResourceId &id) const;
    void setText(const resource::ResourceId &id, std::string text);
    //! Back to what it was edited from; a document that never was is forgotten.
    void revert(const resource::ResourceId &id);
    //! The text went into the change tray.
    void staged(const resource::ResourceId &id);
    //! Takes the other's text, or keeps the own one as an edit of it.
    void takeTheirs(const resource::ResourceId &id);
    void keepMine(const resource::ResourceId &id);
    //! The configuration with what is staged changed: read again, staged, published.
    void rebase(const resource::Configuration &effective);
    void clear() { m_buffers.clear(); }
    std::vector<resource::ResourceId> edited() const;

private:
    std::map<resource::ResourceId, Buffer> m_buffers;
};

//! Whether the live document is no longer what the staged change was made against.
bool isOvertaken(const resource::ChangeItem &item, const resource::Configuration &live);

} // namespace gatehouse::ui::policies

#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the fonts of the window out of Debian's Inter and JetBrains Mono.

Qt 6.4 has no QFont::setFeature, so what the window needs is baked in: tabular figures become the figures, and ligatures
go. The families are renamed, since both are under the SIL Open Font Licence with a reserved name; copyright and licence
stay in the name table.
"""
import argparse
import pathlib
import sys

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

SUBFAMILY = 2
FAMILY_RECORDS = (1, 16, 21)
LICENCE_RECORDS = (0, 13, 14)


def single_substitutions(font, tag):
    """Glyph pairs of a feature's one-to-one lookups."""
    table = font["GSUB"].table
    pairs = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != tag:
            continue
        for index in record.Feature.LookupListIndex:
            for lookup in table.LookupList.Lookup[index].SubTable:
                lookup = getattr(lookup, "ExtSubTable", lookup)
                if hasattr(lookup, "mapping"):
                    pairs.update(lookup.mapping)
    return pairs


def bake(font, tag):
    pairs = single_substitutions(font, tag)
    if not pairs:
        sys.exit(f"the font has no {tag}")
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            table.cmap[code] = pairs.get(glyph, glyph)


def equalise_figures(font):
    """Inter Display's tabular figures are not all of one width (4.0 beta): the narrow ones get room on both sides."""
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    figures = [cmap[ord(figure)] for figure in "0123456789"]
    width = max(metrics[glyph][0] for glyph in figures)
    glyphs = font.getGlyphSet()
    for glyph in figures:
        room = width - metrics[glyph][0]
        if room == 0:
            continue
        charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
        pen = T2CharStringPen(width, glyphs)
        glyphs[glyph].draw(TransformPen(pen, (1, 0, 0, 1, room // 2, 0)))
        private = charstrings[glyph].private
        charstrings[glyph] = pen.getCharString(private, charstrings[glyph].globalSubrs)
        metrics[glyph] = (width, metrics[glyph][1] + room // 2)


def rename(font, family, style):
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in LICENCE_RECORDS]
    postscript = f"{family}-{style}".replace(" ", "")
    for identifier, text in ((1, f"{family} {style}" if style not in ("Regular", "Bold") else family),
                             (SUBFAMILY, style if style in ("Regular", "Bold") else "Regular"), (3, postscript),
                             (4, f"{family} {style}"), (5, "Version 1.0"), (6, postscript), (16, family), (17, style)):
        names.setName(text, identifier, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [postscript]
        top = font["CFF "].cff.topDictIndex[0]
        top.FamilyName, top.FullName, top.Weight = family, f"{family} {style}", style
        for member in ("Notice", "Copyright"):
            top.rawDict.pop(member, None)


def thin_out(font, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.hinting = True
    options.glyph_names = False
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    ranges = ((0x20, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),
              (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF),
              (0x2300, 0x23FF), (0x2500, 0x25FF), (0x2600, 0x26FF), (0x2700, 0x27BF))
    cutter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    cutter.subset(font)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--family", required=True)
    parser.add_argument("--style", required=True)
    parser.add_argument("--tabular", action="store_true", help="bake tabular figures in")
    options = parser.parse_args()

    font = TTFont(options.source, recalcTimestamp=False)
    if options.tabular:
        bake(font, "tnum")
        equalise_figures(font)
    thin_out(font, ["kern", "mark", "mkmk", "ccmp", "locl"])
    rename(font, options.family, options.style)
    options.target.parent.mkdir(parents=True, exist_ok=True)
    font.save(options.target)


if __name__ == "__main__":
    main()

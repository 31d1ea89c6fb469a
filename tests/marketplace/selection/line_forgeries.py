"""Forgeries of what a record says about its lines, and about a draw that was void."""

import json

from tests.marketplace.selection.draws import FIGURE, GIFT, GONE, KEPT, TOLD, VOID, repeated

ABOUT_LINES = {
    "lines named twice": (
        {"named": lambda r: [*r["named"], r["named"][1]]},
        "The lines that were named are not one of a kind.",
        "The lines named are not one of a kind.",
    ),
    "another figure for the repeat": (
        {"repeat": "双色球"},
        "The lines that were named are not one of a kind.",
        "The lines named are not one of a kind.",
    ),
    "a figure that was not lodged": (
        {"absent": ["福彩3D"]},
        "What is said not to have been lodged was not named.",
        "What was not lodged was not named.",
    ),
    "not lodged, said twice": (
        {"absent": ["见证人", "见证人"]},
        "What is said not to have been lodged was not named.",
        "What was not lodged was not named.",
    ),
    "the witness passed over": (
        {"absent": []},
        "The lines are not those that the notice named, in their order.",
        "The lines are not those that the notice named, in their order.",
    ),
    "the lines in another order": (
        {"named": lambda r: [r["named"][1], r["named"][0], r["named"][2]]},
        "The lines are not those that the notice named, in their order.",
        "The lines are not those that the notice named, in their order.",
    ),
    "a contribution under another name": (
        {"at": GIFT, "name": "业主二"},
        "The lines are not those that the notice named, in their order.",
        "The lines are not those that the notice named, in their order.",
    ),
    "another figure than was named": (
        {"at": FIGURE, "name": "双色球 2026-05-26"},
        "The lines are not those that the notice named, in their order.",
        "The lines are not those that the notice named, in their order.",
    ),
    "a contribution in a repeated draw": (
        {"of_round": "void", "sources": lambda r: [*r["sources"], r["voided"]["revealed"][0]]},
        "The lines are not those that the notice named, in their order.",
        "The lines are not those that the notice named, in their order.",
    ),
    "a first draw that repeats one": (
        {"voided": json.loads(repeated())["voided"]},
        "The first draw repeats none that was void.",
        "The first draw repeats none that was void.",
    ),
    "a void draw that names nobody": (
        {"of_round": "void", "at": VOID, "withheld": []},
        "voided.withheld must be a list of objects.",
        "A list is empty, or the round is none.",
    ),
    "a void draw that is nothing": ({"voided": {}}, "voided must be null or an object.", "voided is not"),
    "a void draw without its moment": (
        {"of_round": "void", "at": VOID, "at_": GONE},
        "voided.at is missing.",
        "voided is not of its form.",
    ),
    "what was revealed passed over": (
        {"of_round": "void", "at": VOID, "revealed": []},
        "A void draw names each contribution that was lodged, once.",
        "A void draw names each contribution lodged, once.",
    ),
    "what was revealed changed": (
        {"of_round": "void", "at": TOLD, "value": "海上明月共潮生"},
        "业主 is not the contribution that was lodged.",
        "业主 is not the contribution that was lodged.",
    ),
    "a figure among what was revealed": (
        {"of_round": "void", "at": TOLD, "kind": "public-figure"},
        "业主 is not the contribution that was lodged.",
        "业主 is not the contribution that was lodged.",
    ),
    "a voiding before the last reveal": (
        {"of_round": "void", "at": VOID, "at_": "2026-05-26T09:30:12+08:00"},
        "业主 was not revealed between the closing and the voiding.",
        "业主 was not revealed before the voiding.",
    ),
    "a voiding before the closing": (
        {"of_round": "void", "at": VOID, "at_": "2026-05-25T17:00:00+08:00", "revealed": []},
        "A void draw names each contribution that was lodged, once.",
        "A void draw names each contribution lodged, once.",
    ),
    "a voiding after the next figure": (
        {"of_round": "void", "at": VOID, "at_": "2026-05-27T21:00:00+08:00"},
        "The figure of a repeated draw was known before the draw was void.",
        "A figure is of before the voiding.",
    ),
    "what was withheld lodged too late": (
        {"of_round": "void", "at": KEPT, "lodged_at": "2026-05-25T17:00:01+08:00"},
        "见证人 was lodged after the closing.",
        "Something withheld was lodged after the closing.",
    ),
    "what was withheld named as another": (
        {"of_round": "void", "at": KEPT, "name": "业主二"},
        "A void draw names each contribution that was lodged, once.",
        "A void draw names each contribution lodged, once.",
    ),
}

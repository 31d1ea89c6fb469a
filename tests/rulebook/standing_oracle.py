"""A second reckoning of standing, from the words of RULES.md section 5 alone: it imports nothing of ours.

It works on the command's own form (dictionaries, dates as text) and asks of single days and years what our
program asks of sorted records: is this year the first of a row, was the agency out on this day.
"""

import datetime

OUT = ("removed", "blacklisted")


def day(text):
    return datetime.date.fromisoformat(text)


def years_later(start, years):
    """The corresponding day, or the last of February (T4)."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return datetime.date(start.year + years, 2, 28)


def next_day(one):
    return datetime.date.fromordinal(one.toordinal() + 1)


class Teller:
    """What is known of one agency on one day."""

    def __init__(self, story, on):
        self.on = on
        self.readmissions = [day(r) for r in story.get("readmissions", []) if day(r) <= on]
        self.vetoes = [
            (day(v["decided_on"]), day(v["fact_on"]), self.is_gone(v))
            for v in story.get("vetoes", [])
            if day(v["decided_on"]) <= on
        ]
        self.grades = {}  # by year: what counts, and the day of its determination
        for rating in story.get("ratings", []):
            if day(rating["determined_on"]) <= on and not self.is_gone(rating):
                grade = self.what_counts(rating)
                if grade != "N":
                    self.grades[rating["year"]] = (grade, day(rating["determined_on"]))

    def is_gone(self, record):
        aside = record.get("set_aside_on")
        return aside is not None and day(aside) <= self.on

    def what_counts(self, rating):
        if rating["grade"] != "D":
            return rating["grade"]
        fates = {
            gone
            for decided, fact, gone in self.vetoes
            if fact.year == rating["year"] and decided <= day(rating["determined_on"])
        }
        if not fates:
            return "D"
        if False in fates:
            return "N"
        return rating.get("by_score") or "D"

    def after(self):
        return max(self.readmissions, default=datetime.date.min)

    def counted(self, since, until):
        """The years whose rating was determined after one day and up to another, with grade and day."""
        return {year: (g, d) for year, (g, d) in self.grades.items() if since < d <= until}

    def spells(self):
        """Each stretch between two re-entries, the last one open."""
        ends = [*sorted(self.readmissions), None]
        return list(zip([datetime.date.min, *ends[:-1]], ends, strict=True))

    def measures(self):
        """Every measure ever: name, first day, last locked day, the day on which it was left."""
        for since, left in self.spells():
            until = left or datetime.date.max
            for decided, _, gone in self.vetoes:
                if not gone and since < decided <= until:
                    yield "blacklisted", decided, years_later(decided, 2), left
            yield from self.by_rating(self.counted(since, until), left)

    def by_rating(self, counted, left):
        for year, (grade, first) in counted.items():
            before = [counted[y][0] for y in sorted(counted) if y < year]
            if grade != "D" or before[-1:] == ["D"]:
                continue  # no first of a row
            later = [counted[y] for y in sorted(counted) if y > year]
            row = [first]
            while later and later[0][0] == "D":
                row.append(later.pop(0)[1])
            if len(row) > 1:
                complete = max(row[0], row[1])
                yield "removed", complete, years_later(complete, 1), left
            given = min(row)
            yield "yellow-card", given, None, max(given, later[0][1]) if later else left

    def in_force(self, today):
        return [m for m in self.measures() if m[1] <= today and (m[3] is None or today < m[3])]

    def name_on(self, today):
        names = {m[0] for m in self.in_force(today)}
        return next((n for n in ("blacklisted", "removed", "yellow-card") if n in names), "good")

    def tell(self):
        name = self.name_on(self.on)
        last = max((m[2] for m in self.in_force(self.on) if m[2]), default=None)
        return {
            "standing": name,
            "since": self.since(name),
            "locked_until": last,
            "may_apply_from": next_day(last) if last else None,
        }

    def since(self, name):
        if name == "good":
            ends = [*self.readmissions, *(m[3] for m in self.measures() if m[3])]
            return max(ends, default=None)
        return min(m[1] for m in self.in_force(self.on) if m[0] == name)


def tell(story, on):
    return Teller(story, on).tell()


def may_reenter(story, on):
    """Whether re-entry may be decided on a day, with the re-entries before it."""
    before = [r for r in story.get("readmissions", []) if day(r) < on]
    told = tell({**story, "readmissions": before}, on)
    return told["standing"] in OUT and told["locked_until"] < on


def can_be(story):
    """Whether such records can be at all."""
    ratings, vetoes = story.get("ratings", []), story.get("vetoes", [])
    readmissions = story.get("readmissions", [])
    ids = [v["id"] for v in vetoes if v.get("id")]
    return (
        all(day(r["determined_on"]).year > r["year"] for r in ratings)
        and all(ordered(r["determined_on"], r.get("set_aside_on")) for r in ratings)
        and all(ordered(v["fact_on"], v["decided_on"], v.get("set_aside_on")) for v in vetoes)
        and len(set(ids)) == len(ids)
        and not any(together(a, b) for i, a in enumerate(ratings) for b in ratings[:i])
        and len(set(readmissions)) == len(readmissions)
        and all(may_reenter(story, day(r)) for r in readmissions)
    )


def ordered(*days):
    given = [d for d in days if d is not None]
    return given == sorted(given)


def together(one, other):
    """Whether two ratings of one year are in force on one day, the day of change left out."""
    if one["year"] != other["year"]:
        return False
    first, second = sorted(
        (one, other), key=lambda r: (r["determined_on"], r.get("set_aside_on") or "9999-12-31")
    )
    aside = first.get("set_aside_on")
    return aside is None or aside > second["determined_on"]

"""A second commitment clock, slow and built otherwise: it lives through every day and keeps a little diary.

It reads the fixed form of `clock explain`, takes working days from chinesecalendar, and uses no code of ours.
"""

from datetime import date, timedelta

import chinese_calendar

DAY = timedelta(days=1)
ANNOUNCED = range(2010, 2027)
ASKING, SILENCE, ACCEPTING, CONTESTING = 2, 2, 5, 2


def works(day):
    if day.year in ANNOUNCED:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5


def read(text):
    return date.fromisoformat(text) if text else None


class Diary:
    """What is known at one moment; `live` carries it through one day after the other."""

    def __init__(self, story):
        self.story = story
        self.promise = story["promise"]
        self.cap = (self.promise + 1) // 2
        self.pauses = [dict(p, now=None, age=0, first_age=0) for p in story.get("pauses", [])]
        self.extensions = [dict(e, now=None, age=0, wall=None) for e in story.get("extensions", [])]
        self.deliveries = [dict(d, now=None, age=0) for d in story.get("deliveries", [])]
        self.granted = []
        self.day = None

    def tell(self, today):
        every = [read(value) for value in _texts(self.story)]
        day = min([*every, today])
        while day <= today:
            self.live(day)
            day += DAY
        return self.answer(today)

    # One day: midnight lets silence speak, then things happen, then the day ages what waits.

    def live(self, day):
        self.day = day
        self.midnight()
        self.deliver()
        self.answer_older()
        self.ask()
        self.squeeze()
        self.refuse()
        self.grow_old()

    def midnight(self):
        for pause in self.pauses:
            if pause["now"] == "waiting" and pause["age"] >= SILENCE:
                pause["now"] = "counts" if pause["cause"] in (1, 2) else "refused"
        for extension in self.extensions:
            if extension["now"] == "waiting" and extension["age"] >= SILENCE:
                extension["now"] = "refused"
        for delivery in self.deliveries:
            if delivery["now"] == "delivered" and delivery["age"] >= ACCEPTING:
                delivery["now"] = "accepted"

    def deliver(self):
        for delivery in self.deliveries:
            happened = {key for key in delivery if key.endswith("on") and read(delivery[key]) == self.day}
            if "on" in happened:
                delivery["now"] = "delivered"
            if "accepted_on" in happened and delivery["now"] == "delivered":
                delivery["now"] = "accepted"
            if "rejected_on" in happened and delivery["now"] == "delivered":
                delivery.update(now="rejected", age=0)
            if "contested_on" in happened and delivery["now"] == "rejected" and delivery["age"] < 99:
                delivery["now"] = "contested"
            if "contest_answered_on" in happened and delivery["now"] == "contested":
                founded = delivery["contest_answer"] == "founded"
                delivery["now"] = "lost" if founded else "accepted"

    def answer_older(self):
        for request in sorted(self.pauses + self.extensions, key=lambda r: r["asked_on"]):
            if read(request["asked_on"]) < self.day:
                self.take_answer(request)

    def ask(self):
        today = [r for r in self.pauses + self.extensions if read(r["asked_on"]) == self.day]
        due = self.due()
        for request in today:
            late = due is not None and self.day > due
            if "cause" in request and request["first_age"] >= ASKING:
                late = True
            request["now"] = "ignored" if late else "waiting"
            request["wall"] = due
        for request in today:
            self.take_answer(request)
        for request in today:
            if "cause" not in request:
                request["wall"] = self.due_without(request)

    def take_answer(self, request):
        if "cause" in request:
            if request["now"] == "waiting" and read(request.get("answered_on")) == self.day:
                request["now"] = "counts" if request["answer"] == "confirmed" else "refused"
            return
        if read(request.get("agreed_on")) != self.day:
            return
        in_time = request["now"] == "waiting" and (request["wall"] is None or self.day <= request["wall"])
        fits = len(self.granted) < 2 and sum(e["days"] for e in self.granted) + request["days"] <= self.cap
        request["now"] = "counts" if in_time and fits else "ignored"
        if in_time and fits:
            self.granted.append(request)

    def squeeze(self):
        """An extension for which no room is left can wait no longer."""
        room = self.cap - sum(e["days"] for e in self.granted)
        for extension in self.extensions:
            if extension["now"] == "waiting" and (len(self.granted) == 2 or extension["days"] > room):
                extension["now"] = "ignored"

    def refuse(self):
        for extension in self.extensions:
            if extension["now"] == "waiting" and read(extension.get("refused_on")) == self.day:
                extension["now"] = "refused"

    def grow_old(self):
        for pause in self.pauses:
            if self.day > read(pause["from"]):
                pause["first_age"] += works(self.day)
        for request in self.pauses + self.extensions:
            if request["now"] == "waiting" and self.day > read(request["asked_on"]):
                request["age"] += works(self.day)
        for delivery in self.deliveries:
            since = (
                read(delivery.get("rejected_on")) if delivery["now"] == "rejected" else read(delivery["on"])
            )
            if delivery["now"] in ("delivered", "rejected") and self.day > since:
                delivery["age"] += works(self.day)
            if delivery["now"] == "rejected" and delivery["age"] >= CONTESTING:
                delivery["age"] = 99  # too late to contest from tomorrow on

    # What follows from the diary.

    def start(self):
        days = [read(self.story["effective_on"]), read(self.story.get("complete_on"))]
        if None in days or max(days) > self.day:
            return None
        return max(days)

    def is_paused(self, day):
        return self.is_paused_by_request(day) or self.is_paused_by_delivery(day)

    def is_paused_by_request(self, day):
        return any(
            pause["now"] == "counts" and read(pause["from"]) <= day <= (read(pause.get("to")) or self.day)
            for pause in self.pauses
        )

    def is_paused_by_delivery(self, day):
        for delivery in self.deliveries:
            if delivery["now"] == "accepted":
                return False
            if delivery["now"] not in ("rejected", "contested", "lost"):
                continue
            rejected = read(delivery["rejected_on"])
            if not delivery.get("repeat_defect") and read(delivery["on"]) <= day <= rejected:
                return True
            if delivery["now"] in ("contested", "lost"):
                last = read(delivery["contest_answered_on"]) if delivery["now"] == "lost" else self.day
                if read(delivery["contested_on"]) <= day <= last:
                    return True
        return False

    def walk(self):
        """Walk from the start to the due day, telling for each day whether it is counted."""
        day, left = self.start(), self.promise + sum(e["days"] for e in self.granted)
        while left:
            day += DAY
            counted = works(day) and not self.is_paused(day)
            left -= counted
            yield day, bool(counted)

    def due(self):
        return list(self.walk())[-1][0] if self.start() else None

    def due_without(self, request):
        if request not in self.granted:
            return self.due()
        self.granted.remove(request)
        due = self.due()
        self.granted.append(request)
        return due

    def answer(self, today):
        days = list(self.walk()) if self.start() else []
        due = days[-1][0] if days else None
        stood = self.stood()
        light = self.light(today, due, days, stood)
        running = light not in ("ended", "accepted", "delivered", "not-started")
        return {
            "due": due,
            "light": light,
            "left": sum(counted for day, counted in days if day > today) if running else None,
            "late": stood is not None and due is not None and read(stood["on"]) > due,
            "extended": sum(e["days"] for e in self.granted),
            "provisional": any(day.year not in range(2004, 2027) for day, _ in days),
            "days": days,
            "ignored": [
                (what, index)
                for what, requests in (("pause", self.pauses), ("extension", self.extensions))
                for index, request in enumerate(requests)
                if request["now"] == "ignored"
            ],
        }

    def stood(self):
        for fate in ("accepted", "delivered"):
            for delivery in self.deliveries:
                if delivery["now"] == fate:
                    return delivery
        return None

    def light(self, today, due, days, stood):
        ended = read(self.story.get("ended_on"))
        if ended and ended <= today and (due is None or ended <= due):
            return "ended"
        if stood:
            return stood["now"]
        if due is None:
            return "not-started"
        if self.is_paused_by_request(today):
            return "paused"
        return self.running_light(today, due, sum(counted for day, counted in days if day > today))

    def running_light(self, today, due, left):
        if today > due:
            waiting = any(r["now"] == "waiting" for r in self.pauses + self.extensions)
            return "awaiting-answer" if waiting else "overdue"
        if today == due:
            return "due-today"
        promise = self.promise + sum(e["days"] for e in self.granted)
        return "due-soon" if left <= 3 or 5 * left <= promise else "on-course"


def _texts(story):
    yield story["effective_on"]
    for rows in (story.get("pauses", []), story.get("extensions", []), story.get("deliveries", [])):
        for row in rows:
            for key in ("from", "asked_on", "on"):
                if key in row:
                    yield row[key]

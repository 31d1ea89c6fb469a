"""The joint survey day (周三联合踏勘日): who needs the site of a project comes on one day and gives one sheet of opinions.

An area of its own above delivery and below evaluation: it says what they do, so it is the marketplace's; it needs the
orders of a project to know whom to ask, so it stands above delivery; and neither the clock nor the credit file knows of
it, because an opinion of the day is guidance and moves no due day (a wait for the site is a cause of a pause, C3).
"""

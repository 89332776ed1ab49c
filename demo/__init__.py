"""The demonstration: the activities of 2018–2019 and some to come, with invented people.

Everything comes from one seeded generator, so it is the same every time, except what must not be
foreseeable (tickets, links) and what is relative to the moment of loading.
"""

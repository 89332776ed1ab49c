"""Statistics of answers, computed from tallies: how often each value was given.

Every figure is unrounded, every interval one of 95 %. What cannot be computed is None, never NaN.
The cost grows with the number of different values, not with the number of answers.
"""

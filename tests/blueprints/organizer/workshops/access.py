"""Who may open what of workshops in the back office."""

HELD_ELSEWHERE = ()

"""Who may open what of road_maps in the back office."""

HELD_ELSEWHERE = ()

class Refusal(Exception):
    """What was asked is not done, for a reason that whoever asked can be told.

    Operations raise one; a page has words for it, the API a kind of problem details.
    """

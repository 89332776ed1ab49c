"""The worker's duty for answers whose question was marked as sensitive after they were given."""

from commands.statements import Turn
from extensions import db
from lib import sqlite
from operations.forms.sealing import reseal_answers, reseal_files
from queries.forms.sealing import answers_to_reseal, files_to_reseal


def seal_answers(turn: Turn) -> None:
    """Seal or open them in steps; those that cannot be read are passed over.

    What is to be done is read without the write lock, since mostly there is nothing.
    """
    for find, reseal in ((answers_to_reseal, reseal_answers), (files_to_reseal, reseal_files)):
        after = 0
        while turn.goes_on:
            with sqlite.only_reading():
                numbers = find(after=after)
                db.session.rollback()
            if not numbers:
                break
            reseal(numbers)
            db.session.commit()
            after, turn.unwiped = numbers[-1], True

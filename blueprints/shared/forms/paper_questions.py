"""Questions as they are printed: with boxes to tick, and lines to write on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from exports.paper_form import PaperQuestion, PaperShape
from models.forms import Choice, Question, QuestionKind
from queries.forms.subjects import Subject

_K = QuestionKind
_SCALES = {_K.RATING, _K.SCALE, _K.NPS}
_LINES = {_K.LONG_TEXT: 5, _K.PROBLEM: 4}


class PaperQuestions:
    """The questions in their order, numbered as people read them. Texts are in `locale`, and those
    of ours in the language of the moment."""

    def __init__(
        self,
        questions: Sequence[Question],
        subjects: Mapping[int, Sequence[Subject]],
        locale: str,
    ) -> None:
        self._questions, self._subjects, self._locale = questions, subjects, locale
        matrices = {question.id for question in questions if question.kind is _K.MATRIX}
        numbered = [
            question
            for question in questions
            if question.matrix_id not in matrices and question.kind is not _K.HEADING
        ]
        self._numbers = {question.id: nth for nth, question in enumerate(numbered, 1)}
        self.next_number = len(numbered) + 1

    def in_order(self) -> Iterator[PaperQuestion]:
        for question in self._questions:
            if question.kind is _K.HEADING:
                words, more = question.label_in(self._locale), question.help_in(self._locale)
                yield PaperQuestion(shape=PaperShape.HEADING, text=words, hint=more)
            elif question.id in self._numbers:
                yield from self._with_subjects(question)

    def _with_subjects(self, question: Question) -> Iterator[PaperQuestion]:
        """Once, in one table of all that it is asked of, or once for each of them."""
        sheet = self._sheet(question)
        subjects = self._subjects.get(question.id, ())
        if question.asked_of is None:
            yield from (sheet, *self._parts(question, sheet))
        elif question.kind in _SCALES:
            yield replace(sheet, rows=tuple(subject.name for subject in subjects))
        else:
            for subject in subjects:
                about = replace(sheet, text=f"{sheet.text} – {subject.name}")
                yield from (about, *self._parts(question, about))

    def _sheet(self, question: Question) -> PaperQuestion:
        sheet = PaperQuestion(
            shape=PaperShape.LINES,
            number=str(self._numbers[question.id]),
            text=question.label_in(self._locale),
            hint=" ".join(self._hints(question)),
        )
        match question.kind:
            case _K.MATRIX:
                rows = [row for row in self._questions if row.matrix_id == question.id]
                words = tuple(row.label_in(self._locale) for row in rows)
                return replace(self._scale(rows[0] if rows else question, sheet), rows=words)
            case _K.RATING | _K.SCALE | _K.NPS:
                return self._scale(question, sheet)
            case _K.YES_NO:
                return replace(sheet, shape=PaperShape.CHOICES, choices=(_("Yes"), _("No")))
            case _K.SINGLE_CHOICE | _K.MULTIPLE_CHOICE:
                return self._choices(question, sheet)
            case _K.RANKING:
                return replace(sheet, shape=PaperShape.RANKS, choices=self._labels(question))
        return replace(sheet, lines=_LINES.get(question.kind, 1))

    def _scale(self, question: Question, sheet: PaperQuestion) -> PaperQuestion:
        low, high = question.low_in(self._locale), question.high_in(self._locale)
        points = range(1, (question.points or 5) + 1)
        if question.kind is _K.RATING:
            points, low, high = range(1, 6), _("not at all"), _("very much")
        elif question.kind is _K.NPS:
            points = range(11)
            low, high = low or _("not at all likely"), high or _("extremely likely")
        no_opinion = (_("No opinion"),) if question.no_opinion else ()
        return replace(
            sheet,
            shape=PaperShape.SCALE,
            points=(*map(str, points), *no_opinion),
            low=f"{points[0]} = {low}" if low else "",
            high=f"{points[-1]} = {high}" if high else "",
        )

    def _choices(self, question: Question, sheet: PaperQuestion) -> PaperQuestion:
        other = next((c for c in _offered(question) if c.takes_text), None)
        return replace(
            sheet,
            shape=PaperShape.CHOICES,
            choices=self._labels(question),
            several=question.kind is _K.MULTIPLE_CHOICE,
            other=f"{other.label_in(self._locale)}:" if other else "",
        )

    def _parts(self, question: Question, sheet: PaperQuestion) -> Iterable[PaperQuestion]:
        """What else is asked of a problem."""
        if question.kind is not _K.PROBLEM:
            return
        yield PaperQuestion(
            shape=PaperShape.SCALE,
            number=f"{sheet.number}a",
            text=_("How much does it hurt?"),
            points=tuple(map(str, range(1, 6))),
            low=f"1 = {_('hardly')}",
            high=f"5 = {_('very much')}",
        )
        if topics := self._labels(question):
            yield PaperQuestion(
                shape=PaperShape.CHOICES,
                number=f"{sheet.number}b",
                text=_("What is it about?"),
                choices=topics,
            )

    def _hints(self, question: Question) -> Iterator[str]:
        parent = next((q for q in self._questions if q.id == question.shown_if_id), None)
        if parent is not None and parent.id in self._numbers:
            yield _(
                "Only if your answer to question %(number)s is: %(answers)s.",
                number=self._numbers[parent.id],
                answers=" / ".join(self._answers(parent, question.shown_if)),
            )
        if more := question.help_in(self._locale):
            yield more
        if question.kind is _K.MULTIPLE_CHOICE:
            yield _("You can tick several.")
        if question.kind is _K.RANKING:
            yield _("Write a place into each box: 1 is the first.")

    def _answers(self, question: Question, values: Sequence[str]) -> list[str]:
        """Answers as conditions name them, in words."""
        words = {str(choice.id): choice.label_in(self._locale) for choice in question.choices}
        words |= {"yes": _("Yes"), "no": _("No")}
        return [words.get(value, value) for value in values]

    def _labels(self, question: Question) -> tuple[str, ...]:
        """The choices but "other", which comes last, with its line."""
        return tuple(c.label_in(self._locale) for c in _offered(question) if not c.takes_text)


def _offered(question: Question) -> list[Choice]:
    return [choice for choice in question.choices if choice.retired_at is None]

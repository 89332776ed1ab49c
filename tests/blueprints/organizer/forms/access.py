"""Who may open what of forms in the back office."""

from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.forms.show": ORGANIZERS,
    "organizer.forms.show_feedback": ORGANIZERS,
    "organizer.forms.show_survey": ORGANIZERS,
    "organizer.form_previews.show": ORGANIZERS,
    "organizer.questions.new": ORGANIZERS,
    "organizer.questions.edit": ORGANIZERS,
    "organizer.form_copies.new": ORGANIZERS,
    "organizer.form_templates.new": ORGANIZERS,
}
ACTS = [
    "organizer.forms.name_answers",
    "organizer.questions.create",
    "organizer.questions.create_ready_made",
    "organizer.questions.update",
    "organizer.questions.duplicate",
    "organizer.questions.destroy",
    "organizer.form_order.move",
    "organizer.form_order.retire",
    "organizer.form_order.bring_back",
    "organizer.form_copies.create",
    "organizer.form_templates.create",
]

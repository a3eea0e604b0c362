"""Three short questions at the end of each step, answered with the app and not from memory."""

from ui.questions.progress import answered_words
from ui.questions.views import three_questions

__all__ = ["answered_words", "three_questions"]

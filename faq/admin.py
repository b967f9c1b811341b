"""Questions in the admin: parts of an explainer, written on its page."""

from articles.admin import PartForm, PartKind
from faq.models import FAQ


class QuestionForm(PartForm):
    """A question and its answer."""

    class Meta:
        model = FAQ
        fields = ["question", "answer"]


QUESTIONS = PartKind(
    "questions",
    title="Questions and answers",
    noun="Question",
    add="Add a question",
    form=QuestionForm,
    initial=lambda article: list(article.faqs.values("key", "question", "answer")),
)

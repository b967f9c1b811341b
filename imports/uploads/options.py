"""An import's choices as `imports.importing` takes them."""

from dataclasses import replace
from typing import Any

from articles.models import Article
from formats.parsed import ParsedExplainer
from imports.importing import Options, Outcome
from imports.models import Upload
from imports.proposing import propose_change
from record.models import Signer


def options_of(upload: Upload, *, dry: bool) -> Options:
    """How the explainers of `upload` are taken in; `dry` writes nothing, no signer either.

    It is what the owner may at this moment: whoever may publish no more since the import began
    brings in drafts.
    """
    signer = _signer(upload.owner, dry=dry)

    def propose(
        article: Article, reading: ParsedExplainer, outcome: Outcome, options: Options
    ) -> Outcome:
        return propose_change(article, reading, outcome, replace(options, publisher=signer))

    return Options(
        author=upload.author or None,
        topics=tuple(upload.topics),
        language=upload.language,
        publisher=signer if publishes(upload) else None,
        dry=dry,
        on_change=propose if _proposes(upload) else None,
    )


def publishes(upload: Upload) -> bool:
    """Whether what is taken is published at once."""
    return upload.publishes and upload.owner.has_perm("articles.publish_article")


def _proposes(upload: Upload) -> bool:
    return upload.proposes and upload.owner.has_perm("corrections.add_correction")


def _signer(user: Any, *, dry: bool) -> Signer:
    if not dry:
        return Signer.of(user)
    return Signer.objects.filter(user=user).first() or Signer(name="An editor")

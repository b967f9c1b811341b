"""Signing for a new rendering: the same words, shown otherwise than they were sealed to be shown.

A newer renderer, template or library may show other words than the record says; verification
with `--rendering` finds that. Where it is wanted, a version of kind `rendering` says so.
"""

from articles.following import Next, entry_after, follow
from articles.models import Article
from documents.markdown import RENDERER
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Signature


class NothingToSign(UserFacing):
    """The explainer is shown just as it was sealed to be shown."""


def sign(article: Article, *, by: Signer) -> Version:
    """Seals how the words of the published `article` are shown now, signed `by`.

    Gives the new version. Raises `NothingToSign` where nothing is shown otherwise, and what
    `articles.following.follow` raises; nothing is written then.
    """

    def check(_held: Article, step: Next) -> None:
        if step.newest.members["document"] == step.prepared.members["document"]:
            raise NothingToSign("it is shown just as it was sealed")

    return follow(
        article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="rendering",
            renderer=RENDERER,
            signers=[Signature(by.pk, by.name, "publisher")],
        ),
        check=check,
    )

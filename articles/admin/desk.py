"""The pages of the desk: one view a page, and the lists that name them.

A page says what it is about and what it does; what all pages do alike stands here. A refusal
(`UserFacing`) becomes a message and a line of the log. Whatever nobody foresaw (ValueError,
IntegrityError, KeyError …) is caught nowhere: it goes up to the error page and the log.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, cast

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views import View

from record.models import Signer
from record.refusals import UserFacing

logger = logging.getLogger(__name__)

T = TypeVar("T")
About = TypeVar("About")

BUSY = "The database is busy at this moment, so nothing was saved. Try again."
#: What PostgreSQL answers where others were in the way: serialisation, deadlock, lock, timeout.
_IN_THE_WAY = ("40001", "40P01", "55P03", "57014")


class DatabaseBusy(UserFacing):
    """Others wrote to the database for longer than one waits; the same can be tried again."""

    def __init__(self) -> None:
        super().__init__(BUSY)


class DeskView(View, Generic[About]):
    """A page about one object: fetched, and shown to those who have the right only.

    What a page changes stands in `act`, which a POST calls. No page opens a transaction, since
    publishing needs its own.
    """

    http_method_names = ["get", "head", "post", "options"]
    #: The list that names this page; given by it.
    model_admin: Any = None
    #: The right that the page asks for, as `ModelAdmin` names it: has_…_permission.
    permission = "change"
    object: About

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetches, checks, then answers; without the right nobody learns whether it is there."""
        fetched = self.fetch()
        if not self.is_allowed(fetched):
            raise PermissionDenied
        if fetched is None:
            return self.gone()
        self.object = fetched
        return self.divert() or super().dispatch(request, *args, **kwargs)

    # -- What a page says of itself --------------------------------------------------------------

    def fetch(self) -> About | None:
        """What the address names; None where it isn't there."""
        fetched: About | None = self.model_admin.get_object(self.request, str(self.kwargs["pk"]))
        return fetched

    def is_allowed(self, fetched: About | None) -> bool:
        """Whether this account has the right that the page asks for."""
        check = getattr(self.model_admin, f"has_{self.permission}_permission")
        if self.permission == "add":  # Django asks for it without an object.
            return bool(check(self.request))
        return bool(check(self.request, fetched))

    def divert(self) -> HttpResponseBase | None:
        """The answer where the object, as it stands, has no use for this page; else None."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; a step without one of its own leads back."""
        return self.back()

    def act(self) -> HttpResponseBase:
        """Does what was asked for, and gives the answer; raises `UserFacing` where it can't."""
        return HttpResponseNotAllowed(["GET", "HEAD"])

    def gone(self) -> HttpResponseBase:
        """The answer where the object isn't there."""
        self.tell(self.model_admin.gone, messages.WARNING)
        return self.to("changelist")

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The answer to a refusal, which is in the log already."""
        self.tell_refusal(refusal)
        return self.back()

    def back(self) -> HttpResponseBase:
        """To the page from which this step was taken."""
        about: Any = self.object
        return self.to("change", about.pk)

    # -- What pages do alike ---------------------------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Acts; a refusal is logged, then answered as the page answers it."""
        outcome = self.attempt(self.act, self.object)
        return self.refused(outcome) if isinstance(outcome, UserFacing) else outcome

    def attempt(self, act: Callable[[], T], about: Any) -> T | UserFacing:
        """What `act` gives; or the refusal, after a line of the log, which holds ids only."""
        try:
            return act()
        except UserFacing as refusal:
            name = type(refusal).__name__
            logger.info("desk.refused %s refusal=%s", self._ids(about), name)
            return refusal
        except OperationalError as error:
            if not is_busy(error):
                raise
            logger.warning("desk.busy %s", self._ids(about))
            return DatabaseBusy()

    def _ids(self, about: Any) -> str:
        """Where, on what and by whom, as lines of the log say it: no name, no word of a text."""
        pk = getattr(about, "pk", None)
        return f"page={type(self).__name__} object={pk} user={self.request.user.pk}"

    def signer(self) -> Signer:
        """Who signs what is done here."""
        return Signer.of(self.request.user)

    def tell(self, text: str, level: int = messages.SUCCESS) -> None:
        """A message on the page that comes next."""
        self.model_admin.message_user(self.request, text, level)

    def tell_refusal(self, refusal: UserFacing) -> None:
        """A refusal as messages."""
        for sentence in refusal.sentences:
            self.tell(sentence, messages.ERROR)

    def log(self, text: str, about: Any = None, *, is_new: bool = False) -> None:
        """What was done: a line of the object's history in the admin, and one of the log."""
        about = about or self.object
        write = self.model_admin.log_addition if is_new else self.model_admin.log_change
        write(self.request, about, text)
        logger.info("desk.done %s", self._ids(about))

    def to(self, name: str, *args: Any) -> HttpResponse:
        """To another page of the same list."""
        return redirect(f"admin:{self.model_admin.names(name)}", *args)

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What every page of the desk shows: the site, its rights, the way back, a title."""
        return {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": title,
            **more,
        }

    def render(
        self, template: str, title: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """A page of the desk."""
        shown = self.context(title, **context)
        return TemplateResponse(self.request, template, shown, status=status)


#: A page of its own: the address below that of the list, a name, the view.
Page = tuple[str, str, type[DeskView[Any]]]


class DeskAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of the desk: its columns and filters, and the pages behind it by name."""

    #: What is said where the object of a page isn't there.
    gone = ""
    pages: Sequence[Page] = ()
    #: The pages in the place of Django's forms.
    add_page: type[DeskView[Any]] | None = None
    change_page: type[DeskView[Any]] | None = None

    def names(self, name: str) -> str:
        """A page's name as addresses are made of it."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def page_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """What pages fetch their object from; they may need more of it than the list does."""
        return self.get_queryset(request)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """The object of a page; None where it isn't there, or where that is no id."""
        try:
            return self.page_rows(request).get(**{from_field or "pk": object_id})
        except (ObjectDoesNotExist, ValidationError, ValueError):
            return None

    def get_urls(self) -> list[URLPattern]:
        """With the pages of its own."""
        return [
            path(
                address,
                self.admin_site.admin_view(page.as_view(model_admin=self)),
                name=self.names(name),
            )
            for address, name, page in self.pages
        ] + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page for a new one."""
        if self.add_page is None:
            return super().add_view(request, form_url, extra_context)
        return cast(HttpResponse, self.add_page.as_view(model_admin=self)(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one."""
        if self.change_page is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return cast(HttpResponse, self.change_page.as_view(model_admin=self)(request, pk=object_id))


def is_busy(error: OperationalError) -> bool:
    """Whether nothing is wrong with the database but that others were writing to it."""
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) in _IN_THE_WAY:
        return True
    return str(getattr(cause, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))

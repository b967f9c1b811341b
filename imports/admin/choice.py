"""The report of an import: what would become of each explainer, and which are to be taken."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from imports.admin.views import TEMPLATES, UploadView
from imports.models import TAKEABLE, Item, Upload, UploadState
from imports.uploads.stepping import deletable
from record.numbers import whole_number

_A_PAGE = 50
_MOST_NUMBERS = 1_000
#: What the results are called, in the order in which they are shown: of many, of one that is
#: foreseen, and of one when it is done.
RESULTS = {
    "made": ("New drafts", "New draft", "Draft made"),
    "published": ("Published at once", "Published at once", "Published"),
    "updated": ("Drafts brought up to date", "Draft brought up to date", "Draft updated"),
    "proposed": ("Proposed corrections", "Proposed correction", "Correction proposed"),
    "changed": ("Published and different", "Published and different", "Left as it is"),
    "unchanged": ("Here already", "Here already", "Here already"),
    "left out": ("Left out", "Left out", "Left out"),
    "refused": ("Refused", "Refused", "Refused"),
    "deleted": ("Deleted again", "Deleted again", "Draft deleted again"),
}


def report_page(view: UploadView) -> HttpResponse:
    """A page of the report with boxes to tick; when all is taken, what became of it."""
    upload, request = view.object, view.request
    if upload.state == UploadState.DONE:
        context = _listed(upload, "became", request.GET)
        may_delete = request.user.has_perm("articles.delete_article")
        context["deletable"] = deletable(upload).count() if may_delete else 0
        return view.render(f"{TEMPLATES}/summary.html", "What was taken in", **context)
    context = _listed(upload, "result", request.GET)
    context["chosen"] = upload.items.waiting().count()
    return view.render(f"{TEMPLATES}/report.html", "What would become of them", **context)


class ChooseStep(UploadView):
    """Keeps which boxes of a page are ticked, then goes where the button says."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """How many are ticked, for a script; others see the report."""
        if self.is_script:
            return JsonResponse({"chosen": self.object.items.waiting().count()})
        return self._next()

    def act(self) -> HttpResponseBase:
        """Keeps the choice as long as there is one."""
        if self.object.state == UploadState.CHOOSING:
            _keep_choice(self.object, self.request.POST)
        return self.get(self.request)

    def _next(self) -> HttpResponse:
        typed = self.request.POST
        go, _colon, where = typed.get("go", "").partition(":")
        result, page = typed.get("result", ""), typed.get("page", "")
        if go == "take":
            return self.to("take", self.object.pk)
        if go == "page":
            page = where
        elif go == "result":
            result, page = where, ""
        address = reverse("admin:uploads_upload_change", args=[self.object.pk])
        return redirect(f"{address}?{urlencode({'result': result, 'page': page})}")


def _listed(upload: Upload, column: str, asked: QueryDict) -> dict[str, Any]:
    """A page of explainers by what would become of them, or did: `result` or `became`."""
    explainers = upload.items.filter(is_taken=True) if column == "became" else upload.items.all()
    counts = explainers.counts(column)
    result = asked.get("result", "") if asked.get("result", "") in counts else ""
    listed = explainers.filter(**{column: result}) if result else explainers
    # The words of fifty long explainers aren't needed to name them.
    page = Paginator(listed.defer("reading").order_by("position"), _A_PAGE).get_page(
        asked.get("page")
    )
    return {
        "upload": upload,
        "rows": _rows(page, column),
        "page_obj": page,
        "jumps": _jumps(page),
        "result": result,
        "results": [
            (name, labels[0], counts[name]) for name, labels in RESULTS.items() if counts.get(name)
        ],
        "total": sum(counts.values()),
        "takeable": sum(counts.get(name, 0) for name in TAKEABLE),
        "is_tickable": not result or result in TAKEABLE,
        "carried": urlencode({"result": result}) if result else "",
    }


def _keep_choice(upload: Upload, typed: QueryDict) -> None:
    """Ticks what is ticked of what was shown, or all that a button names."""
    takeable = upload.items.takeable()
    go, _colon, _where = typed.get("go", "").partition(":")
    if go in ("all", "none"):
        result = typed.get("result", "")
        (takeable.filter(result=result) if result else takeable).update(chosen=go == "all")
        return
    shown, ticked = _numbers(typed.getlist("shown")), _numbers(typed.getlist("take"))
    takeable.filter(pk__in=shown & ticked, chosen=False).update(chosen=True)
    takeable.filter(pk__in=shown - ticked, chosen=True).update(chosen=False)


def _numbers(typed: list[str]) -> set[int]:
    """Ids as a page sends them; whatever else was sent is none of ours."""
    numbers = map(whole_number, typed[:_MOST_NUMBERS])
    return {number for number in numbers if number is not None}


def _rows(page: Page[Item], column: str) -> list[dict[str, Any]]:
    pks = [explainer.pk for explainer in page]
    takeable = set(Item.objects.takeable().filter(pk__in=pks).values_list("pk", flat=True))
    return [
        _row(explainer, column) | {"is_takeable": explainer.pk in takeable} for explainer in page
    ]


def _row(explainer: Item, column: str) -> dict[str, Any]:
    """An explainer as the page shows it."""
    result, notes = getattr(explainer, column), explainer.report.get("notes", [])
    is_done, expected = column == "became", ("", explainer.result, "deleted")
    return {
        "item": explainer,
        "result": result,
        "label": RESULTS[result][2 if is_done else 1],
        "notes": notes[:5],
        "more_notes": max(0, len(notes) - 5),
        "reason": explainer.why or explainer.report.get("reason", ""),
        "differs": is_done and explainer.became not in expected,
        "foreseen": RESULTS[explainer.result][1],
    }


def _jumps(page: Page[Any]) -> list[int]:
    """The pages that one can go to from this one: the ends, and those around it."""
    last = page.paginator.num_pages
    near = range(page.number - 2, page.number + 3)
    return sorted({1, last, *(number for number in near if 1 <= number <= last)})

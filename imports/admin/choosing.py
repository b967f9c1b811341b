"""The report of an import: what would become of each explainer, and which are to be taken."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from imports.admin.listing import Route
from imports.admin.looking import Looking
from imports.admin.sending import is_script
from imports.models import TAKEABLE, Item, State, Upload
from imports.uploads.undoing import deletable
from record.numbers import whole_number

_A_PAGE = 50
#: What the results are called, in the order in which they are told: of many, of one that is
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


class Choosing(Looking):
    """The list with its filters and boxes; when all is taken, the summary."""

    def routes(self) -> list[Route]:
        """With the choice."""
        return [("choose/", "choose", self.choose_view), *super().routes()]

    def report_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """A page of the report, or of what became of what was chosen."""
        is_done = upload.state == State.DONE
        column = "became" if is_done else "result"
        items = upload.items.filter(is_taken=True) if is_done else upload.items.all()
        counts = items.counts(column)
        result = request.GET.get("result", "")
        listed = items.filter(**{column: result}) if result in counts else items
        # The words of fifty long explainers aren't needed to name them.
        pages = Paginator(listed.defer("reading").order_by("position"), _A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = self.context(
            request,
            "What was taken in" if is_done else "What would become of them",
            upload=upload,
            rows=_rows(page, column),
            page_obj=page,
            jumps=_jumps(page),
            result=result if result in counts else "",
            results=_results(counts),
            total=sum(counts.values()),
            takeable=sum(counts.get(name, 0) for name in TAKEABLE),
            is_tickable=result in TAKEABLE or result not in counts,
            carried=urlencode({"result": result}) if result in counts else "",
        )
        if is_done:
            context |= self._way_back(request, upload)
            return TemplateResponse(request, "admin/uploads/upload/summary.html", context)
        context["chosen"] = upload.items.waiting().count()
        return TemplateResponse(request, "admin/uploads/upload/report.html", context)

    def _way_back(self, request: HttpRequest, upload: Upload) -> dict[str, Any]:
        may_delete = request.user.has_perm("articles.delete_article")
        return {"deletable": deletable(upload).count() if may_delete else 0}

    def choose_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Keeps which boxes of a page are ticked, then goes where the button says."""
        upload = self.held(request, pk)
        if upload is None:
            return JsonResponse({}, status=404) if is_script(request) else self.gone(request)
        if request.method == "POST" and upload.state == State.CHOOSING:
            _keep_choice(upload, request.POST)
        if is_script(request):
            return JsonResponse({"chosen": upload.items.waiting().count()})
        return self._next(request, upload)

    def _next(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        go, _colon, where = request.POST.get("go", "").partition(":")
        result, page = request.POST.get("result", ""), request.POST.get("page", "")
        if go == "take":
            return redirect("admin:uploads_upload_take", upload.pk)
        if go == "page":
            page = where
        elif go == "result":
            result, page = where, ""
        query = urlencode({"result": result, "page": page})
        return redirect(f"{reverse('admin:uploads_upload_change', args=[upload.pk])}?{query}")


def _keep_choice(upload: Upload, data: QueryDict) -> None:
    """Ticks what is ticked of what was shown, or all that a button names."""
    takeable = upload.items.takeable()
    go, _colon, _where = data.get("go", "").partition(":")
    if go in ("all", "none"):
        result = data.get("result", "")
        (takeable.filter(result=result) if result else takeable).update(chosen=go == "all")
        return
    shown, ticked = _numbers(data.getlist("shown")), _numbers(data.getlist("take"))
    takeable.filter(pk__in=shown & ticked, chosen=False).update(chosen=True)
    takeable.filter(pk__in=shown - ticked, chosen=True).update(chosen=False)


def _numbers(given: list[str]) -> set[int]:
    """Ids as a page sends them; whatever else was sent is none of ours."""
    return set(filter(None, map(whole_number, given[:1000])))


def _rows(items: Page[Item], column: str) -> list[dict[str, Any]]:
    pks = [item.pk for item in items]
    takeable = set(Item.objects.takeable().filter(pk__in=pks).values_list("pk", flat=True))
    return [_row(item, column) | {"is_takeable": item.pk in takeable} for item in items]


def _row(item: Item, column: str) -> dict[str, Any]:
    """An item as the page shows it."""
    report = item.report
    value = getattr(item, column)
    notes = report.get("notes", [])
    return {
        "item": item,
        "result": value,
        "label": RESULTS[value][2 if column == "became" else 1],
        "notes": notes[:5],
        "more_notes": max(0, len(notes) - 5),
        "reason": item.why or report.get("reason", ""),
        "differs": column == "became" and item.became not in ("", item.result, "deleted"),
        "foreseen": RESULTS[item.result][1],
    }


def _results(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(name, labels[0], counts[name]) for name, labels in RESULTS.items() if counts.get(name)]


def _jumps(page: Page[Any]) -> list[int]:
    """The pages that one can go to from this one: the ends, and those around it."""
    last = page.paginator.num_pages
    near = range(page.number - 2, page.number + 3)
    return sorted({1, last, *(number for number in near if 1 <= number <= last)})

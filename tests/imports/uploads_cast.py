"""What the tests of imports in the admin send, and how they go through the steps."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from imports.models import Upload

ADD = "/admin/uploads/upload/add/"
LIST = "/admin/uploads/upload/"
TIDES = "# What are tides?\n\nThe sea rises and falls.\n"
RIVERS = "# Where do rivers end?\n\nIn the sea.\n"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def a_picture(colour: str = "red") -> bytes:
    """A small picture."""
    held = io.BytesIO()
    Image.new("RGB", (3, 2), colour).save(held, "PNG")
    return held.getvalue()


def chosen(**fields: Any) -> dict[str, Any]:
    """What the form is sent with, `fields` typed over."""
    return {"language": "en", "publishes": "", "proposes": "yes", **fields}


def sent(desk: Client, files: Mapping[str, str | bytes], **fields: Any) -> Upload:
    """An upload whose files were sent whole, as a browser without scripts sends them."""
    data = {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }
    given = [SimpleUploadedFile(name, content) for name, content in data.items()]
    response = desk.post(ADD, chosen(files=given, **fields))
    assert response.status_code == 302, response.context["form"].errors
    return Upload.objects.latest("started_at")


def walked(desk: Client, upload: Upload) -> Upload:
    """The upload after all the steps that go by themselves."""
    for _step in range(50):
        state = upload.state
        desk.post(page_of(upload, "step"))
        upload.refresh_from_db()
        if upload.state != state or state not in ("reading", "taking", "undoing"):
            break
    return upload


def read(desk: Client, files: Mapping[str, str | bytes], **fields: Any) -> Upload:
    """An upload that was read to its end."""
    return walked(desk, sent(desk, files, **fields))


def taken(desk: Client, upload: Upload) -> Upload:
    """The upload after what is chosen was taken."""
    desk.post(page_of(upload, "take"))
    upload.refresh_from_db()
    return walked(desk, upload)


def page_of(upload: Upload, step: str = "change", *others: Any) -> str:
    """The address of an upload's page."""
    return reverse(f"admin:uploads_upload_{step}", args=[upload.pk, *others])

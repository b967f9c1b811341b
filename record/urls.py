"""Addresses of the record, under `/record/`."""

from django.urls import path

from record import views

app_name = "record"
urlpatterns = [
    path("", views.record_detail, name="detail"),
    path("head.json", views.record_head, name="head"),
    path("versions.ndjson", views.record_versions, name="versions"),
    path("record-format.md", views.record_format, name="format"),
    path("examples/record.ndjson", views.record_example, name="example"),
    path("verify_record.py", views.record_verifier, name="verifier"),
]

"""Addresses of corrections, under `/corrections/`."""

from django.urls import path

from corrections import feeds, views

app_name = "corrections"
urlpatterns = [
    path("", views.correction_list, name="list"),
    path("feed.atom", feeds.CorrectionsAtom(), name="atom"),
    path("feed.rss", feeds.CorrectionsRSS(), name="rss"),
    path("<int:number>/", views.correction_detail, name="detail"),
]

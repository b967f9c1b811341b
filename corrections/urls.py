"""Addresses of corrections, under `/corrections/`."""

from django.urls import path

from articles.feeds import AtomFeed, RSSFeed
from corrections import feeds, views

app_name = "corrections"
urlpatterns = [
    path("", views.correction_list, name="list"),
    path("policy/", views.policy, name="policy"),
    path("feed.atom", feeds.CorrectionsFeed(AtomFeed), name="atom"),
    path("feed.rss", feeds.CorrectionsFeed(RSSFeed), name="rss"),
    path("significant.atom", feeds.SignificantFeed(AtomFeed), name="significant_atom"),
    path("significant.rss", feeds.SignificantFeed(RSSFeed), name="significant_rss"),
    path("<int:number>/", views.correction_detail, name="detail"),
]

"""The site's addresses, put together from those of the apps."""

from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path

from articles.feeds import AtomFeed, ExplainersFeed, JSONFeed, RSSFeed
from articles.urls import author_patterns, topic_patterns
from articles.views.explainer import asset_detail
from corrections.feeds import TopicFeed, article_feed
from corrections.reports.views import outcome, report_form
from faq.views import faq_list
from site_config import views
from site_config.sitemaps import SITEMAPS

handler500 = views.server_error
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/", include("articles.urls")),
    path("topics/", include(topic_patterns)),
    path("authors/", include(author_patterns)),
    re_path(r"^assets/(?P<sha256>[0-9a-f]{64})$", asset_detail, name="asset"),
    path("faq/", include(([path("", faq_list, name="list")], "faq"))),
    path("corrections/", include("corrections.urls")),
    path(
        "articles/<str:slug>/corrections.atom",
        article_feed(AtomFeed),
        name="article_corrections",
    ),
    path("articles/<str:slug>/report/", report_form, name="report"),
    path("reports/<str:token>/", outcome, name="report_outcome"),
    path(
        "articles/<str:slug>/corrections.rss",
        article_feed(RSSFeed),
        name="article_corrections_rss",
    ),
    path(
        "topics/<str:slug>/corrections.atom",
        TopicFeed(AtomFeed),
        name="topic_corrections_atom",
    ),
    path(
        "topics/<str:slug>/corrections.rss",
        TopicFeed(RSSFeed),
        name="topic_corrections_rss",
    ),
    path("record/", include("record.urls")),
    path("feed.atom", ExplainersFeed(AtomFeed), name="feed_atom"),
    path("feed.rss", ExplainersFeed(RSSFeed), name="feed_rss"),
    path("feed.json", ExplainersFeed(JSONFeed), name="feed_json"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", views.security, name="security"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

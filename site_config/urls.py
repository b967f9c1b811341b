"""The site's addresses, put together from those of the apps."""

from django.contrib import admin
from django.urls import include, path, re_path

from articles.urls import author_patterns, topic_patterns
from articles.views.explainer import asset_detail
from corrections.feeds import ArticleCorrectionsAtom
from corrections.report_views import outcome, report_form
from site_config import views

handler500 = views.server_error
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/", include("articles.urls")),
    path("topics/", include(topic_patterns)),
    path("authors/", include(author_patterns)),
    re_path(r"^assets/(?P<sha256>[0-9a-f]{64})$", asset_detail, name="asset"),
    path("faq/", include("faq.urls")),
    path("corrections/", include("corrections.urls")),
    path(
        "articles/<str:slug>/corrections.atom",
        ArticleCorrectionsAtom(),
        name="article_corrections",
    ),
    path("articles/<str:slug>/report/", report_form, name="report"),
    path("reports/<str:token>/", outcome, name="report_outcome"),
    path("record/", include("record.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

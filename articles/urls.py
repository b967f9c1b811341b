"""Addresses of explainers, under `/articles/`."""

from django.urls import path, re_path

from articles.views import explainer, machines, versions

app_name = "articles"
urlpatterns = [
    path("", explainer.article_list, name="list"),
    re_path(r"^(?P<slug>[^/]+)\.md$", explainer.article_markdown, name="markdown"),
    path("<str:slug>/", explainer.article_detail, name="detail"),
    path("<str:slug>/record.json", machines.article_record, name="record"),
    path("<str:slug>/timegate/", machines.article_timegate, name="timegate"),
    path("<str:slug>/timemap/", machines.article_timemap, name="timemap"),
    path("<str:slug>/history/", versions.article_history, name="history"),
    path("<str:slug>/versions/<int:number>/", versions.article_version, name="version"),
    path("<str:slug>/compare/<int:older>/<int:newer>/", versions.article_compare, name="compare"),
]
topic_patterns = (
    [
        path("", explainer.topic_list, name="list"),
        path("<str:slug>/", explainer.topic_detail, name="detail"),
    ],
    "topics",
)
author_patterns = ([path("<str:slug>/", explainer.author_detail, name="detail")], "authors")

"""Readers' views: lists, one explainer, its versions."""

"""The admin as the site has it: explainers with their questions, and the accounts of editors."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest

from articles.admin import ArticleAdmin
from articles.admin.parts import BYLINES, SECTIONS
from articles.admin.publication import delete_selected
from articles.admin.sheet import Begun
from articles.models import Article
from corrections.kinds import draft_of_policy
from exports.admin import ExportPage, export_selected
from faq.admin import QUESTIONS

admin.site.unregister([User, Group])


# Explainers, written on one page with their questions, and taken out from their list.
admin.site.register(
    Article,
    ArticleAdmin,
    part_kinds=(SECTIONS, QUESTIONS, BYLINES),
    begun={"policy": lambda: Begun.with_words(draft_of_policy(), settings.POLICY_SLUG)},
    pages=(("export/", "export", ExportPage), *ArticleAdmin.pages),
    actions=[export_selected, delete_selected],
)


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """An account, with its groups as boxes to tick."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )


class NewAccountForm(AdminUserCreationForm):
    """A new account, which has a password."""

    usable_password = None  # type: ignore[assignment]


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Who may edit. Who signed something is in the record, so accounts are never deleted."""

    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "get_full_name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("The name to sign with", {"fields": ["first_name", "last_name", "email"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are deactivated instead."""
        return False


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """A group, with its rights as boxes to tick."""

    permissions = forms.ModelMultipleChoiceField(
        Permission.objects.select_related("content_type"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Group
        fields = ["name", "permissions"]


@admin.register(Group)
class RightsAdmin(GroupAdmin):
    """What a group of accounts may do."""

    form = GroupForm
    filter_horizontal = ()

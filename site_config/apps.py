"""The composition root as an app, and the admin site it puts in place."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """What needs more than one app: commands, home page, the explainer's page in the admin."""

    name = "site_config"
    verbose_name = "Site"

    def ready(self) -> None:
        """Groups are made after migrations: permissions don't exist before."""
        from site_config import accounts

        # Of the app that holds them: an app without models, like this one, is sent no signal.
        post_migrate.connect(accounts.make_groups, sender=apps.get_app_config("auth"))
        accounts.register_places()
        user_logged_in.connect(accounts.log_sign_in)
        user_login_failed.connect(accounts.log_failed_sign_in)


class CorrigendaAdminConfig(AdminConfig):
    """Django's admin, with the site's own dress."""

    default = False
    default_site = "site_config.admin_site.EditorsSite"

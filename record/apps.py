"""The record's app."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class RecordConfig(AppConfig):
    """The tamper-evident record."""

    name = "record"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guards come off before migrations and go on after them; rules are registered."""
        from record import delivering, guards, migrating, registry, rules
        from record.removal import places

        pre_migrate.connect(migrating.refuse_older, sender=self)
        pre_migrate.connect(migrating.take_guards_off, sender=self)
        post_migrate.connect(migrating.put_guards_on, sender=self)
        checks.register(guards.check_guards, checks.Tags.database)
        registry.register_rule(rules.follows_the_form_of_its_kind)
        delivering.register_courier(delivering.MAIL, delivering.send_mail)
        places.register_own()

"""The composition root: settings, addresses, the admin site, and what needs more than one app."""

"""Give the web's database role exactly the rights it needs. Run by the owner after each migration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.history.grants import apply_grants


class Command(BaseCommand):
    help = "Give the web's database role exactly the rights it needs (run with PORTAL_AS_OWNER=1 after migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        count = apply_grants(role=settings.DATABASE_WEB_ROLE)
        if count:
            self.stdout.write(f"Rights of {settings.DATABASE_WEB_ROLE} set on {count} tables.")
        else:
            self.stdout.write(f"{settings.DATABASE_WEB_ROLE} owns the tables. DATABASE_OWNER_URL makes them two roles.")

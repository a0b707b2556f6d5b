"""The door for the application server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.celery import app as celery_app  # the web tells the queue, so it must know where it is

__all__ = ["application", "celery_app"]
application = get_wsgi_application()

"""The program as a whole: settings, addresses, Celery, server."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

"""The server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from accounts.checks import master_key_opens  # noqa: E402  needs the settings that were just read

if troubles := master_key_opens(None):
    raise SystemExit(str(troubles[0].msg))

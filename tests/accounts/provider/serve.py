"""`python -m tests.accounts.provider.serve PORT CALLBACK NAME…`: tables, people, one client, then requests."""

import os
import sys


def main(port: str, callback: str, *names: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.provider.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import Application

    for name in names:
        get_user_model().objects.create_user(name, password=None)  # type: ignore[call-arg]  # the provider's own users
    Application.objects.create(
        client_id="cadres",
        client_secret="secret-of-the-test",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=callback,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
        hash_client_secret=False,
    )
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)


main(*sys.argv[1:])

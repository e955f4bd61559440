"""An OpenID provider of its own for the tests of single sign-on: django-oauth-toolkit, in a process and a database apart."""

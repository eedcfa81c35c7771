from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who works at the desk. Bylines name ``article.Person``, which needs no login."""

"""The room's own doors beside the project's, whichever of them the project names already."""

from __future__ import annotations

from masthead.project import urls as project
from masthead.reading import urls as reading

urlpatterns = [*reading.urlpatterns, *project.urlpatterns]
handler404 = project.handler404

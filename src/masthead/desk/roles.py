"""Who may do what at the desk: four groups, made and kept by ``prepare``."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType

from masthead.article.models import Article

CHIEF, EDITORS, TRANSLATORS, MODERATORS = "Chief editors", "Editors", "Translators", "Moderators"

_EDIT = ("add", "change", "delete", "view")
_ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    # group: {model in lower case, of our rooms: actions}
    EDITORS: {
        "article": ("add", "change", "view"),
        "region": _EDIT,
        "theme": _EDIT,
        "dossier": _EDIT,
        "person": _EDIT,
        "permission": ("add", "change", "view"),
        "watchedfeed": _EDIT,
        "arrival": _EDIT,
        "glossaryterm": _EDIT,
    },
    TRANSLATORS: {
        "article": ("view",),
        "edition": ("view", "change"),
        "spending": ("view",),
        "glossaryterm": ("add", "change", "view"),
    },
    MODERATORS: {"comment": _EDIT},
}
_ROLES[CHIEF] = {
    **_ROLES[EDITORS],
    "article": (*_EDIT, "publish", "lock", "unlock"),
    "edition": ("view", "change"),
    "outlet": _EDIT,
    "policy": _EDIT,
    "budget": ("view", "change"),
    "spending": ("view",),
    "comment": _EDIT,
    "issue": (*_EDIT, "publish"),
    "subscriber": ("view", "change", "delete"),
}


def prepare() -> None:
    """Make the groups with their permissions, and let articles go through review. Can be done again."""
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    known = {
        (permission.content_type.model, permission.codename): permission
        for permission in Permission.objects.filter(
            content_type__app_label__in=("article", "intake", "translation", "circulation", "reading")
        ).select_related("content_type")
    }
    for name, models in _ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        wanted = [
            known[model, f"{action}_{model}"]
            for model, actions in models.items()
            for action in actions
            if (model, f"{action}_{model}") in known
        ]
        group.permissions.add(access, *wanted)
    _collection_permissions()
    _review()


def _review() -> None:
    """Let articles go through Wagtail's first workflow, and chief editors approve. Once: the desk may change it."""
    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        return
    _, fresh = WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Article), defaults={"workflow": workflow}
    )
    if fresh:
        for task in GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow):
            # Wagtail lets its moderators approve; those of this desk moderate comments.
            task.groups.set(Group.objects.filter(name=CHIEF))


def _collection_permissions() -> None:
    """Pictures live in Wagtail's collections, which carry their own permissions."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.get_first_root_node()
    permissions = Permission.objects.filter(
        # Wagtail asks for the permissions of its own models here, whatever model stands in for them.
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=("add_image", "change_image", "choose_image", "add_document", "change_document"),
    )
    for group in Group.objects.filter(name__in=(CHIEF, EDITORS)):
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )

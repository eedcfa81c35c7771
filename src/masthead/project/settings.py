"""Every setting of an outlet, read from the environment. Reference: docs/reference/settings.md."""

from __future__ import annotations

from pathlib import Path

import dj_database_url

from masthead.project import environment as env

HOME: Path = env.home()
"""The folder that holds the outlet: database, media, pressed pages, search index, keys."""

DEBUG = env.flag("MASTHEAD_DEBUG", default=False)
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("MASTHEAD_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.words("MASTHEAD_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "masthead.project",
    "masthead.record",
    "masthead.article",
    "masthead.intake",
    "masthead.desk",
    "masthead.translation",
    "masthead.press",
    "masthead.circulation",
    "masthead.reading",
    "wagtail.contrib.table_block",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "masthead.desk.middleware.WholeActs",
]

ROOT_URLCONF = "masthead.project.urls"
WSGI_APPLICATION = "masthead.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{HOME / 'outlet.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing; a reader never waits.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "desk.User"
WAGTAILIMAGES_IMAGE_MODEL = "article.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "article.Attachment"
LOGIN_URL = "/desk/login/"

# The desk's own languages follow Wagtail; public pages take theirs from masthead.lib.interface.
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("MASTHEAD_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

EMAIL_HOST = env.text("MASTHEAD_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("MASTHEAD_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("MASTHEAD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("MASTHEAD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("MASTHEAD_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Machine translators in the order in which they are asked; none named: those that are set up.
MASTHEAD_ENGINES = env.words("MASTHEAD_ENGINES", default=[])
# The most calls a minute, by engine: deepl=60,chat=20.
MASTHEAD_ENGINE_RATES = env.words("MASTHEAD_ENGINE_RATES", default=[])
# Address of a LibreTranslate server, and the Apertium modes folder; empty: not used.
MASTHEAD_LIBRETRANSLATE_URL = env.text("MASTHEAD_LIBRETRANSLATE_URL", "")
MASTHEAD_LIBRETRANSLATE_KEY = env.text("MASTHEAD_LIBRETRANSLATE_KEY", "")
MASTHEAD_APERTIUM_MODES = env.text("MASTHEAD_APERTIUM_MODES", "/usr/share/apertium/modes")
# A folder of neural models in CTranslate2's form, and how they run; empty: not used.
MASTHEAD_NEURAL_MODELS = env.text("MASTHEAD_NEURAL_MODELS", "")
MASTHEAD_NEURAL_THREADS = env.number("MASTHEAD_NEURAL_THREADS", 2, least=1)
MASTHEAD_NEURAL_LOADED = env.number("MASTHEAD_NEURAL_LOADED", 2, least=1)
MASTHEAD_NEURAL_BEAM = env.number("MASTHEAD_NEURAL_BEAM", 4, least=1)
MASTHEAD_NEURAL_COMPUTE = env.choice(
    "MASTHEAD_NEURAL_COMPUTE", "auto", {"auto", "default", "int8", "int8_float32", "int16", "float32"}
)
# Services: without a key (a model, for chat) one is not used; without an address it is the provider's own.
# Prices are list prices of 2025 in EUR per million characters, a dollar counted as a euro (docs/reference/engines.md).
MASTHEAD_DEEPL_KEY = env.text("MASTHEAD_DEEPL_KEY", "")
MASTHEAD_DEEPL_URL = env.text("MASTHEAD_DEEPL_URL", "")
MASTHEAD_DEEPL_GLOSSARIES = env.words("MASTHEAD_DEEPL_GLOSSARIES", default=[])
MASTHEAD_DEEPL_PRICE = env.price("MASTHEAD_DEEPL_PRICE", "20")
MASTHEAD_GOOGLE_KEY = env.text("MASTHEAD_GOOGLE_KEY", "")
MASTHEAD_GOOGLE_URL = env.text("MASTHEAD_GOOGLE_URL", "")
MASTHEAD_GOOGLE_PRICE = env.price("MASTHEAD_GOOGLE_PRICE", "20")
MASTHEAD_AZURE_KEY = env.text("MASTHEAD_AZURE_KEY", "")
MASTHEAD_AZURE_REGION = env.text("MASTHEAD_AZURE_REGION", "")
MASTHEAD_AZURE_URL = env.text("MASTHEAD_AZURE_URL", "")
MASTHEAD_AZURE_PRICE = env.price("MASTHEAD_AZURE_PRICE", "10")
MASTHEAD_AMAZON_KEY_ID = env.text("MASTHEAD_AMAZON_KEY_ID", "")
MASTHEAD_AMAZON_SECRET = env.text("MASTHEAD_AMAZON_SECRET", "")
MASTHEAD_AMAZON_TOKEN = env.text("MASTHEAD_AMAZON_TOKEN", "")
MASTHEAD_AMAZON_REGION = env.text("MASTHEAD_AMAZON_REGION", "eu-west-1")
MASTHEAD_AMAZON_URL = env.text("MASTHEAD_AMAZON_URL", "")
MASTHEAD_AMAZON_TERMINOLOGIES = env.words("MASTHEAD_AMAZON_TERMINOLOGIES", default=[])
MASTHEAD_AMAZON_PRICE = env.price("MASTHEAD_AMAZON_PRICE", "15")
MASTHEAD_CHAT_MODEL = env.text("MASTHEAD_CHAT_MODEL", "")
MASTHEAD_CHAT_URL = env.text("MASTHEAD_CHAT_URL", "")
MASTHEAD_CHAT_KEY = env.text("MASTHEAD_CHAT_KEY", "")
MASTHEAD_CHAT_STYLE = env.text("MASTHEAD_CHAT_STYLE", "")
MASTHEAD_CHAT_PRICE = env.price("MASTHEAD_CHAT_PRICE", "0")

WAGTAIL_SITE_NAME = "Masthead"
WAGTAILADMIN_BASE_URL = env.text("MASTHEAD_URL", "http://localhost:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# The full-text search of Wagtail takes minutes on SQLite with a large archive; lists filter by columns instead.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}

# Caches between readers and this outlet; none: nobody is told what has changed.
WAGTAILFRONTENDCACHE = env.caches()

# A bucket that holds a copy of what readers see; empty: none. Its keys come from where boto3 finds them.
MASTHEAD_BUCKET = env.bucket()
MASTHEAD_BUCKET_GZIP = env.flag("MASTHEAD_BUCKET_GZIP", default=False)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WAGTAILADMIN_BASE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "masthead.intake.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Hosts of the operator's own that the desk may take articles from although they lie in a private network.
MASTHEAD_ALLOW = env.words("MASTHEAD_ALLOW", default=[])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Whoever asks for a page that is not there is no news, nor who asks for a host that is not ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}

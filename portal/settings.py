"""All settings of the portal. Each comes from the environment (.env.example lists them) or is fixed here."""

from pathlib import Path

import pgtrigger
from celery.schedules import crontab

from portal import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent

# Running
SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False  # pages of errors are the portal's own everywhere; details go to the log
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEMO_ACCOUNTS = env.text("DEMO_ACCOUNTS", "")  # file of demonstration accounts; empty outside `make run`
TRUST_PROXY = env.flag("TRUST_PROXY")  # one proxy in front: it says who calls, and whether by https
INSECURE_HTTP = env.flag("PORTAL_INSECURE_HTTP")  # plain http on one machine: cookies without Secure

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "portal.history",
    "portal.documents",
    "portal.jobs",
    "portal.notices",
    "portal.pagekit",
    "portal.rest",
    "catalog",
    "procurement",
    "reports",
    "exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "portal.history.requests.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.security.policy.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.security.input.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.pagekit.language.LanguageMiddleware",
    "catalog.unit_choice.UnitsMiddleware",
    "portal.security.input.InputMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.accounts.asking.AskingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pagekit.context.page",
            ],
        },
    }
]

# Database: the web and the worker use a role that owns nothing; migrations run as the owner (PORTAL_AS_OWNER=1).
AS_OWNER = env.flag("PORTAL_AS_OWNER")
_database_url = env.text("DATABASE_URL")
DATABASES = {
    "default": {
        **env.database(env.text("DATABASE_OWNER_URL", _database_url) if AS_OWNER else _database_url),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "drone-deal-portal"},
    }
}
DATABASE_WEB_ROLE = str(env.database(_database_url)["USER"])
REPEATED_CALL_WAIT = "20s"  # how long the same POST again waits for the first one to end, before it is told 409
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History: triggers write it row by row; who and why stand in the event itself (portal/history).
PGHISTORY_LEVEL = pgtrigger.Row
PGHISTORY_CONTEXT_FIELD = None
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False
PGHISTORY_ADMIN_ALL_EVENTS = False

# Queue: Celery and Valkey carry hints only; PostgreSQL owns every job (portal/jobs).
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 100  # shorter than a job's lease, so that a job is never run twice at once
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 20,  # the default waits for ever on a half-open link
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 20,
    "max_retries": 1,  # a web request never waits long for the queue
    "interval_start": 0.0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BEAT_SCHEDULER = "portal.jobs.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "portal.jobs.tasks.tick", "schedule": crontab(), "options": {"expires": 55}},
}
PORTAL_JOBS = {  # which handler does which kind of job
    "report": "reports.tasks.make_report",
    "mail": "reports.tasks.send_mail",
    "import": "exchange.tasks.apply_import",
}
PORTAL_JOBS_FAILED = {  # who is told when a job failed for good
    "report": "reports.tasks.note_failure",
    "mail": "reports.tasks.note_mail_failure",
    "import": "exchange.tasks.note_failure",
}
PORTAL_JOBS_AGAIN = {  # what operators may put in line again, and who is told; a mail is sent again on its own page
    "report": "reports.tasks.note_again",
}
PORTAL_SWEEPS = [  # what puts due work in line at each tick
    "reports.tasks.sweep",
    "reports.tasks.sweep_mail",
    "catalog.tasks.sweep",
    "procurement.tasks.sweep",
]

# Mail: without EMAIL_URL mails wait, and the pages say so (portal/mail.py)
_mail = env.mail(env.text("EMAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT = _mail["HOST"], _mail["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["HOST_USER"], _mail["HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["USE_TLS"], _mail["USE_SSL"]
EMAIL_TIMEOUT = 15  # seconds for each answer: a mail is over long before a job's lease
MAIL_ADDRESS = env.text("MAIL_ADDRESS", "portal@localhost")  # from which mails come, and to which failures return
PORTAL_ADDRESS = env.text("PORTAL_ADDRESS", (CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:8000"])[0]).rstrip("/")

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backend.PartyBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "portal.accounts.adapter.ClosedDoor"  # nobody signs up
MFA_ADAPTER = "portal.accounts.adapter.SecondFactor"
MFA_TOTP_ISSUER = "Drone Deal Portal"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.forbidden"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Languages and time: the language is in the session and in ?lang=; times are UTC.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".run" / "media")))
DATA_DIR = BASE_DIR / "data"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Logs: JSON on standard error
LOGGING = logs.configure(env.text("LOG_LEVEL", "INFO"))

# Transport
SECURE_SSL_REDIRECT = not INSECURE_HTTP and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_PROXY)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.rest.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "portal.rest.permissions.MethodOffered",
        "portal.rest.permissions.TokenMayWrite",
    ],
    "URL_FORMAT_OVERRIDE": None,  # ?format= is no parameter of ours
    "DEFAULT_RENDERER_CLASSES": ["portal.rest.json.Renderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.rest.json.Parser"],
    "DEFAULT_SCHEMA_CLASS": "portal.rest.description.Described",
    "EXCEPTION_HANDLER": "portal.rest.problems.respond",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Drone Deal Portal",
    "DESCRIPTION": "A shared, sourced, never-forgetting record of a drone deal between two governments.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.rest.description.name_strange_texts",
        "portal.rest.description.share_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "MilestoneStateEnum": "procurement.vocabulary.MilestoneState",
        "SideEnum": "portal.accounts.vocabulary.Side",
        "ReportStateEnum": "reports.vocabulary.ReportState",
        "TermStatusEnum": "procurement.vocabulary.TermStatus",
        "DealStatusEnum": "procurement.vocabulary.DealStatus",
        "PositionStatusEnum": "procurement.vocabulary.PositionStatus",
        "ModelStatusEnum": "catalog.vocabulary.ModelStatus",
        "MilestoneKindEnum": "procurement.vocabulary.MilestoneKind",
        "StatementKindEnum": "procurement.vocabulary.StatementKind",
        "TermKindEnum": "procurement.vocabulary.TermKind",
        "DroneKindEnum": "catalog.vocabulary.Kind",
        "DroneRoleEnum": "catalog.vocabulary.DroneRole",
        "MakerKindEnum": "catalog.vocabulary.MakerKind",
        "SourceKindEnum": "catalog.vocabulary.SourceKind",
        "EngagementKindEnum": "procurement.vocabulary.EngagementKind",
        "MatchEnum": "catalog.vocabulary.Match",
    },
}

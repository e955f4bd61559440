"""All settings. What differs from machine to machine comes from the environment and is read here, nowhere else."""

from datetime import date
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "没有设置 SECRET_KEY，程序不启动。请在环境变量中设置一个随机长字符串（例如 openssl rand -base64 48 的输出）。"
        )
    SECRET_KEY = "only-for-a-machine-of-ones-own-with-debug-on"  # noqa: S105
# Wraps each person's data key. Kept apart from SECRET_KEY so that either can be changed alone.
MASTER_KEY = environment.text("MASTER_KEY", SECRET_KEY)
MASTER_KEYS_OLD = environment.words("MASTER_KEYS_OLD")
# Encrypts backups, so that who holds them need not hold the master key.
BACKUP_KEY = environment.text("BACKUP_KEY", MASTER_KEY)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guardian",
    "pgtrigger",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "import_export",
    "villages",
    "accounts",
    "decisions",
    "cadres",
    "attendance",
    "assessment",
    "recall",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.login.middleware.DoorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.login.middleware.SignedInMiddleware",
    "accounts.login.limits.LimitMiddleware",
    "accounts.record.context.RecordMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.frame",
            ]
        },
    }
]

# A server may give the tables to another role than the one the program writes with; migrations then run as the owner.
DATABASES = {"default": environment.database("DATABASE_URL", fallback="postgresql://localhost/stationed_cadres")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.login.passwords.MixedValidator"},
    {"NAME": "accounts.login.passwords.NewValidator"},
]
PASSWORD_DAYS = environment.number("PASSWORD_DAYS", 90)  # 0: passwords do not age
ONE_SESSION = environment.flag("ONE_SESSION")
# Appointments wait for the security administrator, where there is one.
RIGHTS_NEED_APPROVAL = environment.flag("RIGHTS_NEED_APPROVAL")
OTP_TOTP_ISSUER = "驻村干部选派管理系统"
LIMITS = {"login": (30, 60), "search": (60, 60)}  # requests, seconds
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.login.client_address.client_address"
PROXY_COUNT = environment.number("PROXY_COUNT", 0)  # proxies of the county's own before the program

# Single sign-on by the county's own OpenID provider; off unless a client is named.
OIDC_RP_CLIENT_ID = environment.text("OIDC_CLIENT_ID")
if OIDC_RP_CLIENT_ID:
    OIDC_RP_CLIENT_SECRET = environment.needed("OIDC_CLIENT_SECRET")
    OIDC_OP_ISSUER = environment.needed("OIDC_ISSUER")  # as the provider's tokens name it (iss)
    OIDC_OP_AUTHORIZATION_ENDPOINT = environment.needed("OIDC_AUTHORIZATION_URL")
    OIDC_OP_TOKEN_ENDPOINT = environment.needed("OIDC_TOKEN_URL")
    OIDC_OP_USER_ENDPOINT = environment.needed("OIDC_USER_URL")
    OIDC_OP_JWKS_ENDPOINT = environment.needed("OIDC_KEYS_URL")
    OIDC_RP_SIGN_ALGO = environment.text("OIDC_ALGORITHM", "RS256")
    OIDC_RP_SCOPES = environment.text("OIDC_SCOPES", "openid profile")
    OIDC_USERNAME_CLAIM = environment.text("OIDC_USERNAME_CLAIM", "preferred_username")
    OIDC_CREATE_USER = False
    OIDC_USE_PKCE = True
    OIDC_TIMEOUT = 10
    AUTHENTICATION_BACKENDS.append("accounts.login.oidc.OfficeSignOn")
    LOGIN_REDIRECT_URL_FAILURE = "/login/?sign_on=failed"

SESSION_COOKIE_AGE = 60 * environment.number("IDLE_MINUTES", 120)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
BEHIND_TLS = environment.flag("BEHIND_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOADS_KEPT_DAYS = environment.number("UPLOADS_KEPT_DAYS", 30)  # after they were written or given up

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"

STATIC_URL = "static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(ROOT / ".local" / "static")))
STATICFILES_DIRS = [ROOT / "assets" / "dist"]
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(ROOT / ".local" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [ROOT / "fixtures"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CELERY_BROKER_URL = environment.text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "seal": {"task": "accounts.tasks.seal_record", "schedule": crontab()},
    "appointments": {"task": "accounts.tasks.settle_appointments", "schedule": crontab(hour=0, minute=10)},
    "tally": {"task": "attendance.tasks.tally_tonight", "schedule": crontab(hour=1, minute=30)},
    "uploads": {"task": "accounts.tasks.forget_uploads", "schedule": crontab(hour=2, minute=40)},
    "unfinished-imports": {"task": "cadres.tasks.resume_imports", "schedule": crontab(minute="*/5")},
}

# Rows, or fields, that the record leaves out: each follows from rows that are in it, or only shows how far a job is.
UNRECORDED = {
    "accounts.JobRun",
    "accounts.RequestCount",
    "attendance.AbsenceTally",
    "attendance.CoverTally",
    "attendance.Tally",
    "attendance.TallyRun",
    "cadres.LedgerImport.beat_at",
    "cadres.LedgerImport.problems",
    "cadres.LedgerImport.rows_done",
    "cadres.LedgerRow",
    "otp_totp.TOTPDevice.drift",
    "otp_totp.TOTPDevice.last_t",
    "otp_totp.TOTPDevice.last_used_at",
    "otp_totp.TOTPDevice.throttling_failure_count",
    "otp_totp.TOTPDevice.throttling_failure_timestamp",
}
# Tables of libraries that the record holds like the project's own.
RECORDED_TOO = {"guardian.UserObjectPermission", "otp_totp.TOTPDevice"}
# Public lists of up to 700,000 rows: those that come are counted, an entry a statement; changes are told row by row.
RECORDED_AS_COUNTS = {"villages.Division"}
# What the audit administrator reads in full; of all other rows which columns were changed, never what stands in them.
TOLD_IN_FULL = {
    "accounts.Appointment",
    "accounts.Body",
    "accounts.Capacity",
    "accounts.KeepingPeriod",
    "accounts.User",
    "decisions.BoundArticle",
    "decisions.BoundText",
    "decisions.CalendarYear",
    "decisions.ChosenReading",
    "decisions.LocalRules",
    "decisions.PolicyVersion",
    "guardian.UserObjectPermission",
    "otp_totp.TOTPDevice",
}

# The clock can be set to a day, for a demo or a test on ledgers of years past.
TODAY = date.fromisoformat(environment.text("TODAY")) if environment.text("TODAY") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_content": {"()": "accounts.failures.WithoutContent"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": [] if DEBUG else ["without_content"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

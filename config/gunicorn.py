"""How gunicorn serves Blotter. Chosen over granian in docs/decisions/0012."""

import os

from config.settings import LOGGING, WORKERS, env_int

wsgi_app = "config.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{env_int('PORT', default=8000)}"
workers = WORKERS
worker_class = "config.arrivals.PatientWorker"
threads = env_int("THREADS", default=4)  # SQLite has one writer: more threads only wait
preload_app = True  # one copy of the code in memory
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 30  # seconds
keepalive = 5  # seconds
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
errorlog = "-"
logconfig_dict = LOGGING | {
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True}},
}

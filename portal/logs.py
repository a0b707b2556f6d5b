"""Logs: one JSON object a line on standard error, with the number of the request that it belongs to."""

from typing import Any

import structlog

from portal.history.writing import request_id


def _with_request(logger: object, name: str, event: dict[str, Any]) -> dict[str, Any]:
    number = request_id.get()
    return {**event, "request": number} if number else event


SHARED: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _with_request,
]


def configure(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything, ours and the libraries', through one JSON formatter."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"standard error": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["standard error"], "level": level},
        # Refusals are answers, not faults: only what the portal itself broke is an error.
        "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "WARNING"}},
    }

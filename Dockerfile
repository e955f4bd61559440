# One image for web, worker and beat. Neither build tools nor Node reach the last stage; it runs as an ordinary user.
FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY assets assets
RUN node assets/build.mjs

FROM python:3.11-slim-bookworm AS environment
COPY requirements.txt .
RUN python -m venv /environment \
 && /environment/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin cadres
ENV PATH=/environment/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/app/static MEDIA_ROOT=/app/media
WORKDIR /app
COPY --from=environment /environment /environment
COPY . .
COPY --from=assets /build/assets/dist assets/dist
# Collecting reads the settings, which refuse to start without a key: this one serves here and nowhere else.
RUN SECRET_KEY=collecting-only DATABASE_URL=postgresql://nobody@localhost/none ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
 && install -d -o cadres -g cadres media
USER cadres
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"]

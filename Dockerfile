# An Tâm as a container: the same lock file and the same steps as the Makefile's `setup` and `run`.
FROM python:3.13-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY Makefile pyproject.toml requirements.lock README.md LICENSE ./
COPY bot bot
RUN make setup

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 antam && mkdir -p /app/var && chown antam /app/var
WORKDIR /app
COPY --from=build /app /app
COPY intents intents
COPY messages messages
COPY golden golden
COPY provinces provinces
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 ANTAM_MODEL_DIR=/app/models
# Trained once for the image, so that a container answers within seconds.
RUN antam train && chmod -R a+rX /app/models
USER antam
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["antam", "serve", "--host", "0.0.0.0", "--port", "8000"]

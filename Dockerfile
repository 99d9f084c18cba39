# One image for every role: `serve --all` on one machine; `serve`, `worker` and `model` on several.
#
#   docker build --tag terakoya .
#   docker run --publish 8000:8000 --volume terakoya:/data terakoya

FROM node:22-bookworm-slim AS node

FROM python:3.13-slim-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY requirements requirements
RUN python -m venv /build \
    && /build/bin/pip install --no-cache-dir --require-hashes --requirement requirements/tools.txt \
    && /build/bin/uv pip sync --no-cache --python /build/bin/python --require-hashes requirements/development.txt \
    && python -m venv /opt/terakoya \
    && /build/bin/uv pip sync --no-cache --python /opt/terakoya/bin/python --require-hashes requirements/runtime.txt
COPY . .
RUN for file in platform/terakoya/*/locale/ja/LC_MESSAGES/messages.po; do \
        /build/bin/pybabel --quiet compile --input-file "$file" --output-file "${file%.po}.mo" --locale ja || exit 1; \
    done \
    && /build/bin/uv pip install --no-cache --python /build/bin/python --no-deps --no-build-isolation --editable . \
    && /build/bin/python -m terakoya.web.vendor.build \
    && TERAKOYA_PLAYER_DIR=/opt/terakoya/player /build/bin/python -m terakoya.labs.player.build \
    && /build/bin/python -m hatchling build --target wheel \
    && /build/bin/uv pip install --no-cache --python /opt/terakoya/bin/python --no-deps dist/*.whl

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --create-home terakoya && install --directory --owner terakoya /data
COPY --from=build /opt/terakoya /opt/terakoya
ENV PATH=/opt/terakoya/bin:$PATH \
    TERAKOYA_DATA_DIR=/data \
    TERAKOYA_HOST=0.0.0.0 \
    TERAKOYA_MODEL_DIR=/data/models \
    TERAKOYA_PLAYER_DIR=/opt/terakoya/player
USER terakoya
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["terakoya"]
CMD ["serve", "--all", "--upgrade"]

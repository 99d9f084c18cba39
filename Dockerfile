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
    && /build/bin/uv pip sync --no-cache --compile-bytecode --python /opt/terakoya/bin/python --require-hashes requirements/runtime.txt
COPY . .
RUN for file in platform/terakoya/*/locale/ja/LC_MESSAGES/messages.po; do \
        /build/bin/pybabel --quiet compile --input-file "$file" --output-file "${file%.po}.mo" --locale ja || exit 1; \
    done \
    && /build/bin/uv pip install --no-cache --python /build/bin/python --no-deps --no-build-isolation --editable . \
    && /build/bin/python -m terakoya.web.vendor.build \
    && TERAKOYA_PLAYER_DIR=/player /build/bin/python -m terakoya.labs.player.build \
    && /build/bin/python -m hatchling build --target wheel \
    && /build/bin/uv pip install --no-cache --compile-bytecode --python /opt/terakoya/bin/python --no-deps dist/*.whl

FROM python:3.13-slim-bookworm
# The embedded model's engine counts on the threads library that compilers bring.
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home terakoya && install --directory --mode 700 --owner terakoya /data
COPY --from=build /opt/terakoya /opt/terakoya
COPY --from=build /player /opt/terakoya/player
COPY LICENSE THIRD-PARTY.md /opt/terakoya/
ENV PATH=/opt/terakoya/bin:$PATH \
    TERAKOYA_DATA_DIR=/data \
    TERAKOYA_HOST=0.0.0.0 \
    TERAKOYA_PORT=8000 \
    TERAKOYA_MODEL_DIR=/data/models \
    TERAKOYA_PLAYER_DIR=/opt/terakoya/player
USER terakoya
VOLUME /data
EXPOSE 8000
# Of the web process; `worker` and `model` alone run with --no-healthcheck. No urllib: it would ask a company's proxy.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD python -c "from http.client import HTTPConnection as C; c = C('127.0.0.1', $TERAKOYA_PORT, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"
ENTRYPOINT ["terakoya"]
CMD ["serve", "--all", "--upgrade"]

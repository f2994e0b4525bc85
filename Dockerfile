# One image per service: it holds that service and `shared`, nothing of any other authority.
#   docker build --build-arg SERVICE=court .
#   docker build --build-arg SERVICE=keys --target keys .

# What is installed comes before what is written here: a change in code installs nothing again.
FROM python:3.13-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY pyproject.toml docker/requirements.py ./
RUN python requirements.py base > base.txt && pip install -r base.txt
RUN groupadd --gid 10001 chimera && useradd --uid 10001 --gid 10001 --no-create-home chimera \
 && mkdir /state && chown 10001:10001 /state

# Makes the keys and passwords, each into the volume of the one service that may have it.
FROM base AS keys
RUN python requirements.py keys > keys.txt && pip install -r keys.txt
COPY authorities.yaml ./
COPY shared ./shared
COPY demo ./demo
CMD ["python", "-m", "demo.keys", "make", "/keys", "--owner", "10001"]

FROM base AS service
ARG SERVICE
RUN python requirements.py "$SERVICE" > service.txt && pip install -r service.txt
COPY authorities.yaml ./
COPY shared ./shared
COPY services/__init__.py ./services/__init__.py
COPY services/${SERVICE} ./services/${SERVICE}
ENV SERVICE=${SERVICE} CHIMERA_KEYS_DIR=/keys CHIMERA_STATE_DIR=/state
USER 10001:10001
VOLUME /state
# Nobody is believed who says that a request comes from elsewhere. Behind a proxy set this to true and
# FORWARDED_ALLOW_IPS to the proxy's address.
ENV UVICORN_PROXY_HEADERS=false
CMD ["sh", "-c", "exec python -m uvicorn services.$SERVICE.app:create_app --factory --host 0.0.0.0 --port $PORT --no-access-log --no-server-header"]

-- Sessions of voice builders in the studio: the digest of a cookie, nothing that signs in.
CREATE TABLE studio_session (
    digest     bytea PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX studio_session_expiry ON studio_session (expires_at);

-- What voice builders did, written in the transaction in which they did it.
CREATE TABLE audit (
    id      bigserial PRIMARY KEY,
    moment  timestamptz NOT NULL DEFAULT now(),
    who     text        NOT NULL,
    act     text        NOT NULL,
    subject text        NOT NULL,
    detail  text
);

-- Addresses that are told of events, each with the secret that signs what is sent there.
CREATE TABLE webhook (
    id         uuid PRIMARY KEY,
    url        text        NOT NULL,
    secret     text        NOT NULL, -- whsec_ and base64, as Standard Webhooks has it
    types      text[]      NOT NULL, -- CloudEvents types
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What is to be sent to them, and what was.
CREATE TABLE webhook_delivery (
    id              bigserial PRIMARY KEY,
    webhook         uuid        NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    event           text        NOT NULL, -- its id
    type            text        NOT NULL,
    body            bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz DEFAULT now(), -- null when there is none any more
    delivered_at    timestamptz,
    error           text, -- of the last attempt
    UNIQUE (webhook, event)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_delivery_done ON webhook_delivery (created_at) WHERE next_attempt_at IS NULL;

-- The voice that listeners hear now; one row a voice.
CREATE TABLE voice (
    name        text PRIMARY KEY,
    job         text        NOT NULL,
    uri         text        NOT NULL,
    sha256      text        NOT NULL,
    finished    boolean     NOT NULL, -- the end of its job, not a step on the way
    sample_rate integer     NOT NULL,
    promoted_at timestamptz NOT NULL DEFAULT now()
);

-- Sentences as a checkpoint spoke them. Old ones stay: ratings refer to them.
CREATE TABLE sentence (
    id       uuid PRIMARY KEY,
    voice    text    NOT NULL REFERENCES voice (name),
    sha256   text    NOT NULL,
    position integer NOT NULL,
    text     text    NOT NULL,
    audio    bytea   NOT NULL, -- a WAV file
    UNIQUE (voice, sha256, position)
);

CREATE TABLE rating (
    id         uuid PRIMARY KEY,
    submission uuid        NOT NULL UNIQUE, -- made by the form: the same one sent twice is one rating
    sentence   uuid        NOT NULL REFERENCES sentence (id),
    score      integer     NOT NULL CHECK (score BETWEEN 1 AND 5), -- ITU-T P.800
    problems   text[]      NOT NULL,
    comment    text,
    given_at   timestamptz NOT NULL DEFAULT now()
);

-- Corrections that were learned from together.
CREATE TABLE fine_tune_job (
    id         text PRIMARY KEY,
    voice      text        NOT NULL REFERENCES voice (name),
    state      text        NOT NULL CHECK (state IN ('open', 'completed', 'failed')),
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    detail     text
);
CREATE UNIQUE INDEX one_open_job_a_voice ON fine_tune_job (voice) WHERE state = 'open';

CREATE TABLE correction (
    id          uuid PRIMARY KEY,
    submission  uuid             NOT NULL UNIQUE,
    sentence    uuid             NOT NULL REFERENCES sentence (id),
    rating      uuid REFERENCES rating (id),
    audio       bytea            NOT NULL, -- a WAV file of one channel, 16 bits, the voice's rate
    seconds     double precision NOT NULL,
    job         text REFERENCES fine_tune_job (id), -- the job that learned from it
    recorded_at timestamptz      NOT NULL DEFAULT now()
);

-- Events that are to leave, in order.
CREATE TABLE outbox (
    id         bigserial PRIMARY KEY,
    type       text        NOT NULL,
    body       bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL;

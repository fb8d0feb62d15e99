-- Versions of a voice: checkpoints that spoke its sentences. Listeners hear the champion, and a challenger in blind pairs alone.
CREATE TABLE version (
    voice       text        NOT NULL REFERENCES voice (name),
    number      integer     NOT NULL,
    sha256      text        NOT NULL,
    job         text        NOT NULL,
    uri         text        NOT NULL,
    finished    boolean     NOT NULL, -- the end of its job, not a step on the way
    sample_rate integer     NOT NULL,
    datasets    jsonb       NOT NULL DEFAULT '[]',
    state       text        NOT NULL CHECK (state IN ('candidate', 'challenger', 'champion', 'retired')),
    reason      text,                 -- why it is in this state
    created_at  timestamptz NOT NULL DEFAULT now(),
    decided_at  timestamptz NOT NULL DEFAULT now(), -- when it came into this state
    was_champion boolean    NOT NULL DEFAULT false,
    rolled_back  boolean    NOT NULL DEFAULT false,
    PRIMARY KEY (voice, number),
    UNIQUE (voice, sha256)
);
CREATE INDEX version_job ON version (job);
CREATE UNIQUE INDEX one_champion_a_voice ON version (voice) WHERE state = 'champion';
CREATE UNIQUE INDEX one_challenger_a_voice ON version (voice) WHERE state = 'challenger';

-- What spoke before this migration, in the order of its first rating; the current checkpoint is the champion.
INSERT INTO version (voice, number, sha256, job, uri, finished, sample_rate, datasets, state, reason, decided_at,
    was_champion)
SELECT s.voice,
       row_number() OVER (PARTITION BY s.voice ORDER BY (s.sha256 = v.sha256), s.sha256),
       s.sha256,
       CASE WHEN s.sha256 = v.sha256 THEN v.job ELSE 'unknown' END,
       CASE WHEN s.sha256 = v.sha256 THEN v.uri ELSE '' END,
       s.sha256 <> v.sha256 OR v.finished,
       v.sample_rate,
       CASE WHEN s.sha256 = v.sha256 THEN v.datasets ELSE '[]' END,
       CASE WHEN s.sha256 = v.sha256 THEN 'champion' ELSE 'retired' END,
       'before versions were kept',
       v.promoted_at,
       true
FROM (SELECT DISTINCT voice, sha256 FROM sentence) s JOIN voice v ON v.name = s.voice;

-- A voice of which no sentence could be spoken is a champion all the same.
INSERT INTO version (voice, number, sha256, job, uri, finished, sample_rate, datasets, state, reason, decided_at,
    was_champion)
SELECT name, 1, sha256, job, uri, finished, sample_rate, datasets, 'champion', 'before versions were kept', promoted_at,
       true
FROM voice v WHERE NOT EXISTS (SELECT 1 FROM version WHERE voice = v.name AND state = 'champion')
ON CONFLICT DO NOTHING;

ALTER TABLE voice DROP COLUMN job, DROP COLUMN uri, DROP COLUMN sha256, DROP COLUMN finished, DROP COLUMN sample_rate,
    DROP COLUMN promoted_at, DROP COLUMN datasets;
ALTER TABLE voice ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();

-- Training jobs, as their events tell: a checkpoint counts only from a job of its voice.
CREATE TABLE training_job (
    id         text PRIMARY KEY,
    voice      text        NOT NULL,
    seen_at    timestamptz NOT NULL DEFAULT now(),
    completed  boolean     NOT NULL DEFAULT false,
    model_step bigint -- of the finished voice; null where the job does not tell
);

-- Validation measures of a job by step, as EpochEvaluated tells them.
CREATE TABLE evaluation (
    job      text   NOT NULL REFERENCES training_job (id),
    step     bigint NOT NULL,
    measures jsonb  NOT NULL,
    PRIMARY KEY (job, step)
);

-- Pseudonymous listeners: a cookie's digest, nothing about the person.
CREATE TABLE listener (
    id         uuid PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Salts of digests, made here so that all replicas have the same.
CREATE TABLE salt (
    name  text PRIMARY KEY,
    value uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO salt (name) VALUES ('network');

-- Sentences that are rated and those that listeners are asked to record are disjoint: what is trained on is no test.
ALTER TABLE sentence ADD COLUMN role text NOT NULL DEFAULT 'evaluation' CHECK (role IN ('evaluation', 'recording'));
ALTER TABLE sentence ALTER COLUMN audio DROP NOT NULL; -- of a sentence to be recorded there is none
ALTER TABLE sentence ADD COLUMN ratings integer NOT NULL DEFAULT 0; -- so that the least rated is found without counting
ALTER TABLE sentence ADD COLUMN seconds double precision NOT NULL DEFAULT 0;
UPDATE sentence s
SET ratings = (SELECT count(*) FROM rating r WHERE r.sentence = s.id),
    seconds = (octet_length(audio) - 44) / 2.0 / v.sample_rate
FROM version v WHERE v.voice = s.voice AND v.sha256 = s.sha256;

-- Cards that listeners were given. Each has an address of its own, so that an answer cannot move to another sentence. The submission of
-- a rating or a correction that answers one is its token.
CREATE TABLE assignment (
    token       uuid PRIMARY KEY,
    listener    uuid        NOT NULL REFERENCES listener (id) ON DELETE CASCADE,
    voice       text        NOT NULL REFERENCES voice (name),
    kind        text        NOT NULL CHECK (kind IN ('rating', 'pair', 'review', 'recording')),
    position    integer     NOT NULL, -- of the listener's cards of this voice, from 1
    first       uuid REFERENCES sentence (id),   -- what is heard first, or is to be recorded
    second      uuid REFERENCES sentence (id),   -- of a pair
    challenger  uuid REFERENCES sentence (id),   -- of a pair: which of the two is the challenger's
    correction  uuid REFERENCES correction (id), -- to be reviewed
    network     bytea       NOT NULL, -- digest of the network that it was given to
    given_at    timestamptz NOT NULL DEFAULT now(),
    first_heard_at  timestamptz, -- when its sound was fetched first
    second_heard_at timestamptz,
    answered_at timestamptz,
    heard       boolean, -- whether what was answered was heard to the end
    skipped     boolean     NOT NULL DEFAULT false,
    UNIQUE (listener, voice, position)
);
CREATE UNIQUE INDEX a_rating_card_once ON assignment (listener, first) WHERE kind = 'rating';
CREATE UNIQUE INDEX a_review_once ON assignment (listener, correction) WHERE kind = 'review';
CREATE INDEX assignment_first ON assignment (first);
CREATE INDEX assignment_second ON assignment (second) WHERE second IS NOT NULL;
CREATE INDEX assignment_challenger ON assignment (challenger) WHERE challenger IS NOT NULL;
CREATE INDEX assignment_correction ON assignment (correction) WHERE correction IS NOT NULL;

CREATE TABLE pair_vote (
    assignment uuid PRIMARY KEY REFERENCES assignment (token) ON DELETE CASCADE,
    preference text        NOT NULL CHECK (preference IN ('first', 'second', 'tie')),
    given_at   timestamptz NOT NULL DEFAULT now()
);

-- A correction trains only when it is approved: by two other listeners, or by a voice builder.
ALTER TABLE correction ADD COLUMN state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'rejected'));
ALTER TABLE correction ADD COLUMN reason text; -- of its state
UPDATE correction SET state = 'approved', reason = 'trained on before there were reviews' WHERE job IS NOT NULL;
CREATE INDEX correction_pending ON correction (voice, recorded_at) WHERE state = 'pending';
DROP INDEX correction_waiting;
CREATE INDEX correction_waiting ON correction (voice, recorded_at, id) WHERE job IS NULL AND state = 'approved';

CREATE TABLE review (
    assignment uuid PRIMARY KEY REFERENCES assignment (token) ON DELETE CASCADE,
    says_text  boolean     NOT NULL,
    clear      boolean     NOT NULL,
    given_at   timestamptz NOT NULL DEFAULT now()
);

-- Why a fine-tune job was started, and the champion that it started from.
ALTER TABLE fine_tune_job ADD COLUMN trigger text NOT NULL DEFAULT 'corrections'
    CHECK (trigger IN ('corrections', 'ratings', 'builder'));
ALTER TABLE fine_tune_job ADD COLUMN version integer;

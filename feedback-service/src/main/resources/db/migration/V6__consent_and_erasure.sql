-- Texts of consent by voice, as its operators set them. Version 0 is that of the message bundles and has no row.
CREATE TABLE consent_text (
    voice      text        NOT NULL REFERENCES voice (name),
    version    integer     NOT NULL CHECK (version > 0),
    texts      jsonb       NOT NULL, -- by language
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (voice, version)
);

-- Texts that somebody has agreed to, word for word.
CREATE TABLE consent_wording (
    sha256 text PRIMARY KEY, -- of the text in UTF-8, in hexadecimal
    text   text NOT NULL
);

-- Consents of listeners; one is needed before the first recording, and again when a voice has a new text.
CREATE TABLE consent (
    id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    listener uuid        NOT NULL REFERENCES listener (id) ON DELETE CASCADE,
    voice    text        NOT NULL REFERENCES voice (name),
    version  integer     NOT NULL,
    language text        NOT NULL,
    sha256   text        NOT NULL REFERENCES consent_wording (sha256),
    given_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (listener, voice, version)
);

ALTER TABLE correction ADD COLUMN consent uuid REFERENCES consent (id); -- null for the anonymous API's
ALTER TABLE correction ADD COLUMN consent_version integer;              -- null for recordings from before consents were asked for
CREATE INDEX correction_by_consent ON correction (consent) WHERE consent IS NOT NULL;

-- When it was approved or rejected: the retention of rejected recordings counts from here.
ALTER TABLE correction ADD COLUMN decided_at timestamptz;
UPDATE correction SET decided_at = now() WHERE state <> 'pending';
CREATE INDEX correction_rejected ON correction (decided_at) WHERE state = 'rejected';
CREATE INDEX correction_oldest ON correction (recorded_at);

-- When a listener was here last, to the day.
ALTER TABLE listener ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();
UPDATE listener SET seen_at =
    (SELECT coalesce(max(given_at), created_at) FROM assignment WHERE assignment.listener = listener.id);
CREATE INDEX listener_by_seen ON listener (seen_at);

-- Recordings by the jobs that gathered them, each of which has a copy in its folder. correction.job is the first of them.
CREATE TABLE fine_tune_recording (
    correction uuid NOT NULL REFERENCES correction (id) ON DELETE CASCADE,
    job        text NOT NULL REFERENCES fine_tune_job (id),
    PRIMARY KEY (correction, job)
);
INSERT INTO fine_tune_recording (correction, job) SELECT id, job FROM correction WHERE job IS NOT NULL;

-- A job gathers what was approved for its voice, whether other jobs have learned from it or not.
CREATE INDEX correction_approved ON correction (voice, recorded_at DESC, id) WHERE state = 'approved' AND job IS NOT NULL;

-- Recordings that were erased: what is left of them is a number. Their files are deleted after the transaction, and by a sweep where the
-- process died before.
CREATE TABLE erasure (
    recording uuid PRIMARY KEY,
    jobs      text[]      NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    files_deleted_at timestamptz
);
CREATE INDEX erasure_with_files ON erasure (erased_at) WHERE files_deleted_at IS NULL;

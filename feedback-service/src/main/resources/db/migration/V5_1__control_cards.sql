-- Control cards look like ratings, and what they are answered tells of the listener alone: a gold card is a recording that a voice builder
-- knows to be good, a trap a sentence that says which score to give (ITU-T P.808).
ALTER TABLE correction ADD COLUMN gold boolean NOT NULL DEFAULT false;
CREATE INDEX correction_gold ON correction (voice) WHERE gold AND state = 'approved';

ALTER TABLE sentence DROP CONSTRAINT sentence_role_check;
ALTER TABLE sentence ADD CONSTRAINT sentence_role_check CHECK (role IN ('evaluation', 'recording', 'trap'));
CREATE TABLE trap (
    voice text    NOT NULL REFERENCES voice (name),
    text  text    NOT NULL,
    score integer NOT NULL CHECK (score BETWEEN 1 AND 5), -- that it asks for
    PRIMARY KEY (voice, text)
);

ALTER TABLE assignment DROP CONSTRAINT assignment_kind_check;
ALTER TABLE assignment ADD CONSTRAINT assignment_kind_check
    CHECK (kind IN ('rating', 'pair', 'review', 'recording', 'gold', 'trap'));
CREATE UNIQUE INDEX a_trap_once ON assignment (listener, first) WHERE kind = 'trap';
CREATE UNIQUE INDEX a_gold_once ON assignment (listener, correction) WHERE kind = 'gold';

CREATE TABLE control_answer (
    assignment uuid PRIMARY KEY REFERENCES assignment (token) ON DELETE CASCADE,
    voice      text        NOT NULL,
    expected   integer     NOT NULL CHECK (expected BETWEEN 1 AND 5),
    score      integer     NOT NULL CHECK (score BETWEEN 1 AND 5),
    given_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX control_answer_by_voice ON control_answer (voice, given_at DESC);

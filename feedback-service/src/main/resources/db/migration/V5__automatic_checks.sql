-- Automatic checks of recordings: null while none was made. One that is held is no card for listeners; a voice builder decides.
ALTER TABLE correction ADD COLUMN checked_at timestamptz;
ALTER TABLE correction ADD COLUMN letters_heard double precision;      -- share, 0 to 1; null where the voice is no judge
ALTER TABLE correction ADD COLUMN speaker_divergence double precision; -- in nats; null for a listener's first recording
ALTER TABLE correction ADD COLUMN held text;                           -- why
UPDATE correction SET checked_at = now() WHERE state <> 'pending';
CREATE INDEX correction_unchecked ON correction (voice, recorded_at) WHERE checked_at IS NULL AND state = 'pending';
CREATE INDEX correction_to_review ON correction (voice, recorded_at)
    WHERE state = 'pending' AND checked_at IS NOT NULL AND held IS NULL;

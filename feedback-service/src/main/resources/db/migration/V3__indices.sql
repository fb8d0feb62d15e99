-- A rating's or correction's voice is that of its sentence, kept by the database itself: what is asked by voice and time is then one
-- index, however many voices and sentences there are. No foreign key: the sentence has it, and a voice whose row is locked must not
-- hold back a listener.
CREATE FUNCTION voice_of_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.voice := (SELECT voice FROM sentence WHERE id = NEW.sentence);
    RETURN NEW;
END $$;

ALTER TABLE rating ADD COLUMN voice text;
UPDATE rating SET voice = sentence.voice FROM sentence WHERE sentence.id = rating.sentence;
ALTER TABLE rating ALTER COLUMN voice SET NOT NULL;
CREATE TRIGGER rating_voice BEFORE INSERT OR UPDATE OF sentence ON rating
    FOR EACH ROW EXECUTE FUNCTION voice_of_sentence();

ALTER TABLE correction ADD COLUMN voice text;
UPDATE correction SET voice = sentence.voice FROM sentence WHERE sentence.id = correction.sentence;
ALTER TABLE correction ALTER COLUMN voice SET NOT NULL;
CREATE TRIGGER correction_voice BEFORE INSERT OR UPDATE OF sentence ON correction
    FOR EACH ROW EXECUTE FUNCTION voice_of_sentence();

-- The number of corrections that a job was started with: they are not counted whenever its voice's jobs are listed.
ALTER TABLE fine_tune_job ADD COLUMN corrections integer NOT NULL DEFAULT 0;
UPDATE fine_tune_job SET corrections = (SELECT count(*) FROM correction WHERE correction.job = fine_tune_job.id);

CREATE INDEX rating_by_sentence ON rating (sentence, given_at);
CREATE INDEX rating_by_time ON rating (given_at DESC, id);
CREATE INDEX rating_by_voice ON rating (voice, given_at DESC, id);

CREATE INDEX correction_by_sentence ON correction (sentence);
CREATE INDEX correction_by_rating ON correction (rating);
CREATE INDEX correction_by_job ON correction (job);
CREATE INDEX correction_by_time ON correction (recorded_at DESC, id);
CREATE INDEX correction_by_voice ON correction (voice, recorded_at DESC, id);
CREATE INDEX correction_waiting ON correction (voice, recorded_at, id) WHERE job IS NULL;

CREATE INDEX fine_tune_job_by_voice ON fine_tune_job (voice, started_at DESC);

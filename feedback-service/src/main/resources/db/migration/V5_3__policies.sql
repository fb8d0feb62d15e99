-- The policy by which a voice is fine-tuned, as its builders set it; null: as configured.
ALTER TABLE voice ADD COLUMN policy jsonb;
ALTER TABLE fine_tune_job DROP CONSTRAINT fine_tune_job_trigger_check;
ALTER TABLE fine_tune_job ADD CONSTRAINT fine_tune_job_trigger_check
    CHECK (trigger IN ('corrections', 'ratings', 'schedule', 'builder'));

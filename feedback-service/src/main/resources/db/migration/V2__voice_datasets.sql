-- The data sets that the voice's job learned from, as CheckpointSaved tells them: fine-tune jobs mix them with the corrections.
ALTER TABLE voice ADD COLUMN datasets jsonb NOT NULL DEFAULT '[]';

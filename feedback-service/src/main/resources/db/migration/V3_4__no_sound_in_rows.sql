-- Version 3.3, RecordingsToFiles, has written each recording into its file.
ALTER TABLE correction ALTER COLUMN sha256 SET NOT NULL;
ALTER TABLE correction ALTER COLUMN bytes SET NOT NULL;
ALTER TABLE correction DROP COLUMN audio;
